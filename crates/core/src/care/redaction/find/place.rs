//! Where somebody lives or drives: postcodes, addresses with a street, plates of cars.
//!
//! A whole postcode is found anywhere. A district alone looks like a bus, a room or a vitamin, so
//! one with a single letter needs words before it that speak of a place.

use std::ops::Range;

use super::pattern::{Pattern, is_whole, lead, tail};
use super::{Confidence, Draft, Rule};
use crate::care::pseudonym::{Level, NameKind};

/// The areas of the United Kingdom's postcodes.
const AREAS: &str = " AB AL B BA BB BD BF BH BL BN BR BS BT CA CB CF CH CM CO CR CT CV CW DA DD DE \
DG DH DL DN DT DY E EC EH EN EX FK FY G GL GU GY HA HD HG HP HR HS HU HX IG IM IP IV JE KA KT KW \
KY L LA LD LE LL LN LS LU M ME MK ML N NE NG NN NP NR NW OL OX PA PE PH PL PO PR RG RH RM S SA SE \
SG SK SL SM SN SO SP SR SS ST SW SY TA TD TF TN TQ TR TS TW UB W WA WC WD WF WN WR WS WV YO ZE ";

static POSTCODE: Pattern =
    Pattern::new(r"(?i)([A-Z]{1,2})[0-9][0-9A-Z]?[ \u{a0}]{0,2}[0-9][ABD-HJLNP-UW-Z]{2}");

static DISTRICT: Pattern = Pattern::new(r"([A-Z]{1,2})[0-9]{1,2}[A-Z]?");

static ABOUT_PLACES: Pattern = Pattern::new(
    r"(?i)(?:postcode(?: is| was|:)?|live[sd]? in|living in|grew up in|flat in|house in|based in|area of|over in|down in|up in|out in|moved to|come[s]? from|from|district of|all over|around|near) (?:the )?$",
);

/// Words before a district of two letters, which are fewer other things.
static NEAR_PLACES: Pattern = Pattern::new(
    r"(?i)(?:^|[^\p{L}])(?:in|to|at|from|near|off|around|through|across|over|for|catchment:?|areas?:?|postcodes?:?|districts?:?) (?:the )?$",
);

static NO_PLACE: Pattern = Pattern::new(
    r"(?i)^,? ?(?:bus|buses|route|road|motorway|junction|services|paper|ward|room|bay|form|vitamin|size|gate|platform|stop|line|train|battery|batteries|deficien|injection|level|key|lane|sheet)",
);

static SMALL_THINGS: Pattern = Pattern::new(
    r"(?i)(?:vitamin|room|ward|bay|gate|platform|bus|buses|route|form|motorway|table|seat|block|the) $",
);

static ADDRESS: Pattern = Pattern::new(
    r"(?:(?i:flat|apartment|apt|unit)\s+\d{1,4}[A-Za-z]?,?\s+)?\d{1,4}[A-Za-z]?(?:\s?[-–/]\s?\d{1,4})?,?\s+(?:(?:\p{Lu}[\p{L}’'.\-]*|[Tt]he|of|and)\s+){1,4}(?:(?i:Street|Road|Avenue|Lane|Close|Drive|Crescent|Gardens|Grove|Terrace|Court|Square|Mews|Walk|Parade|Rise|Row|Way|Place|Hill|Gate|Green|Park|Vale|View|House|Buildings|Mansions)|St|Rd|Ave|Ln|Cl|Dr|Cres|Gdns|Pl|Sq|Ter)",
);

static SMALL_ADDRESS: Pattern =
    Pattern::new(r"\d{1,4}[a-z]? ([a-z]{3,}) (?:road|street|avenue|rd|crescent|terrace)");

static STREET: Pattern = Pattern::new(
    r"(?:on|in|off|down|up|at|from|of|to|along|near|round|around|opposite|behind|by)\s+((?:\p{Lu}[\p{L}’'\-]+\s+){1,3}(?:Street|Road|Avenue|Lane|Close|Crescent|Terrace|Grove|Gardens|Drive|Mews|Rd))",
);

static ABROAD: Pattern = Pattern::new(
    r"(?:\p{Lu}[\p{L}\-]*(?:straße|strasse|str\.|gasse|allee|platz)|\p{Lu}[\p{L}\-]+[ \-](?:Straße|Strasse|Str\.|Allee|Platz|Weg))\s+\d{1,4}\s?[a-z]?|\d{1,4}(?:\s?bis)?,?\s+(?:rue|avenue|boulevard|place|chemin)\s+(?:(?:de|du|des|la|le|les)\s+|[dl]['’])*\p{Lu}[\p{L}\-]+|(?:[Cc]alle|[Uu]l\.)\s+\p{Lu}[\p{L}\-]+,?\s+\d{1,4}",
);

/// Streets that everybody knows, and that say nothing about anybody.
const EVERYBODYS: &[&str] = &[
    "High Street",
    "Coronation Street",
    "Downing Street",
    "Harley Street",
    "Wall Street",
    "Sesame Street",
    "Albert Square",
    "Oxford Street",
    "Main Street",
    "Abbey Road",
];

/// Words before `road` that make no address of a number.
const NO_STREETS: &[&str] = &[
    "the",
    "down",
    "off",
    "minutes",
    "minute",
    "miles",
    "mile",
    "bus",
    "different",
    "main",
    "side",
    "dead",
    "way",
    "and",
    "more",
    "other",
    "long",
    "years",
    "from",
    "along",
    "one",
    "two",
];

static PLATE: Pattern = Pattern::new(r"[A-Z]{2}[0-9]{2}[ \u{a0}]?[A-Z]{3}");

static OLD_PLATE: Pattern = Pattern::new(
    r"(?i)(?:[A-Z][0-9]{1,3} ?[A-Z]{3}|[A-Z]{3} ?[0-9]{1,3}[A-Z]|[A-Z]{2}[0-9]{2} ?[A-Z]{3})",
);

static PLATE_ABROAD: Pattern = Pattern::new(r"[A-ZÄÖÜ]{1,3}-[A-ZÄÖÜ]{1,2} ?[0-9]{1,4}");

static ABOUT_CARS: Pattern = Pattern::new(
    r"(?i)(?:reg|registration|plates?|number ?plate|car|van|vehicle|kennzeichen)(?:[ :,.]|$)",
);

/// Finds them.
pub(super) fn find(text: &str, finds: &mut Vec<Draft>) {
    postcodes(text, finds);
    addresses(text, finds);
    plates(text, finds);
}

fn draft(
    range: Range<usize>,
    rule: Rule,
    level: Level,
    replacement: &str,
    confidence: Confidence,
) -> Draft {
    let replacement = replacement.to_owned();
    Draft { range, rule, kind: NameKind::Place, level, replacement, confidence }
}

fn is_area(letters: &str) -> bool {
    AREAS.contains(&format!(" {} ", letters.to_ascii_uppercase()))
}

fn postcodes(text: &str, finds: &mut Vec<Draft>) {
    let mut whole: Vec<Range<usize>> = Vec::new();
    for found in POSTCODE.groups(text) {
        let area = found.words(text, 1).unwrap_or_default();
        let words = &text[found.whole.clone()];
        // Small letters without a space are more often a word with digits in it.
        let written = !words.contains(char::is_lowercase) || words.contains([' ', '\u{a0}']);
        if is_area(area) && written && is_whole(text, &found.whole) {
            whole.push(found.whole.clone());
            let (rule, level) = (Rule::Postcode, Level::Direct);
            finds.push(draft(found.whole, rule, level, "postcode", Confidence::Certain));
        }
    }
    let mut last = 0;
    for found in DISTRICT.groups(text) {
        let place = found.whole.clone();
        let area = found.words(text, 1).unwrap_or_default();
        let inside = whole.iter().any(|one| one.start <= place.start && place.start < one.end);
        if inside || !is_area(area) || !is_whole(text, &place) {
            continue;
        }
        let (ahead, after) = (lead(text, place.start, 30), tail(text, place.end, 16));
        let spoken_of = ABOUT_PLACES.is_in(ahead);
        let other = ["CO2", "B12", "B6", "SO2", "NO2", "PA1"].contains(&&text[place.clone()])
            || NO_PLACE.is_in(after)
            || SMALL_THINGS.is_in(ahead) && !ahead.ends_with(" from the ");
        // The next of a list is what the one before it was.
        let listed = last > 0 && [", ", " and ", " or ", "/"].contains(&&text[last..place.start]);
        let two = area.len() == 2 && NEAR_PLACES.is_in(ahead);
        if !other && (spoken_of || two || listed) {
            last = place.end;
            let sure = if spoken_of { Confidence::Likely } else { Confidence::Doubtful };
            finds.push(draft(place, Rule::Postcode, Level::Indirect, "postcode district", sure));
        }
    }
}

fn addresses(text: &str, finds: &mut Vec<Draft>) {
    for place in ADDRESS.places(text).chain(ABROAD.places(text)) {
        if is_whole(text, &place) && !text[place.clone()].contains('\n') {
            let (rule, level) = (Rule::Address, Level::Direct);
            finds.push(draft(place, rule, level, "address", Confidence::Likely));
        }
    }
    for found in SMALL_ADDRESS.groups(text) {
        let name = found.words(text, 1).unwrap_or_default();
        if !NO_STREETS.contains(&name) && is_whole(text, &found.whole) {
            let (rule, level) = (Rule::Address, Level::Direct);
            finds.push(draft(found.whole, rule, level, "address", Confidence::Doubtful));
        }
    }
    for found in STREET.groups(text) {
        let Some(place) = found.get(1) else { continue };
        let known = EVERYBODYS.iter().any(|one| text[place.clone()].ends_with(one));
        if !known && is_whole(text, &found.whole) {
            let (rule, level) = (Rule::Address, Level::Indirect);
            finds.push(draft(place, rule, level, "street", Confidence::Likely));
        }
    }
}

fn plates(text: &str, finds: &mut Vec<Draft>) {
    let mut add = |place: Range<usize>, confidence| {
        let mut one = draft(place, Rule::Plate, Level::Direct, "car registration", confidence);
        one.kind = NameKind::Other;
        finds.push(one);
    };
    for place in PLATE.places(text).filter(|place| is_whole(text, place)) {
        add(place, Confidence::Likely);
    }
    for place in OLD_PLATE.places(text).chain(PLATE_ABROAD.places(text)) {
        if is_whole(text, &place) && ABOUT_CARS.is_in(lead(text, place.start, 32)) {
            let words = &text[place.clone()];
            if words.contains(char::is_uppercase) && words.bytes().any(|c| c.is_ascii_digit()) {
                add(place, Confidence::Likely);
            }
        }
    }
}
