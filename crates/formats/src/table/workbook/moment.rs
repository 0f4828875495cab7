//! Dates and times as ISO writes them, without a `T` and without idle zeros.

use calamine::ExcelDateTime;
use jiff::civil::{Date, DateTime, Time};
use jiff::{Span, ToSpan};

/// A date, a time or both, from a day number of Excel.
pub(super) fn of_excel(moment: &ExcelDateTime) -> String {
    let value = moment.as_f64();
    if moment.is_duration() {
        return duration(value * 86_400.0);
    }
    if !value.is_finite() || !(0.0..2_958_466.0).contains(&value) {
        return super::number::write(value, super::number::Looks::default());
    }
    let (year, month, day, hour, minute, second, milli) = moment.to_ymd_hms_milli();
    let small = |number: u8| i8::try_from(number).unwrap_or(0);
    let time = Time::new(small(hour), small(minute), small(second), 0).unwrap_or(Time::midnight());
    // Half a second of rounding must not move a date: 10:29:59.9996 is half past ten.
    let late: Span = i64::from(milli >= 500).seconds();
    if value < 1.0 {
        return clock(time.wrapping_add(late));
    }
    let Ok(date) = Date::new(i16::try_from(year).unwrap_or(0), small(month), small(day)) else {
        // Excel believes that there was a 29 February 1900.
        return format!("{year:04}-{month:02}-{day:02}");
    };
    let moment = date.to_datetime(time);
    write(moment.checked_add(late).unwrap_or(moment))
}

/// A date or moment as OpenDocument and Excel write it in ISO form.
pub(super) fn of_iso(text: &str) -> String {
    let text = text.trim();
    let bare = text.strip_suffix('Z').unwrap_or(text);
    if let Ok(moment) = bare.parse::<DateTime>() {
        return if bare.contains('T') { write(moment) } else { moment.date().to_string() };
    }
    bare.parse::<Time>().map_or_else(|_| text.to_owned(), clock)
}

/// A duration as OpenDocument writes it, `PT10H30M00S`: a time of day, mostly.
pub(super) fn of_iso_duration(text: &str) -> String {
    let Ok(span) = text.trim().parse::<Span>() else {
        return text.trim().to_owned();
    };
    span.total((jiff::Unit::Second, jiff::SpanRelativeTo::days_are_24_hours()))
        .map_or_else(|_| text.trim().to_owned(), duration)
}

fn write(moment: DateTime) -> String {
    let rounded = moment.round(jiff::Unit::Second).unwrap_or(moment);
    if rounded.time() == Time::midnight() {
        return rounded.date().to_string();
    }
    format!("{} {}", rounded.date(), clock(rounded.time()))
}

fn clock(time: Time) -> String {
    match time.second() {
        0 => format!("{:02}:{:02}", time.hour(), time.minute()),
        second => format!("{:02}:{:02}:{second:02}", time.hour(), time.minute()),
    }
}

/// Hours may be more than a day's.
#[expect(clippy::cast_possible_truncation, reason = "a duration beyond 2^63 seconds is none")]
fn duration(seconds: f64) -> String {
    let whole = seconds.round() as i64;
    let (sign, whole) = (if whole < 0 { "-" } else { "" }, whole.unsigned_abs());
    let (hours, minutes, seconds) = (whole / 3600, whole / 60 % 60, whole % 60);
    if seconds == 0 {
        format!("{sign}{hours:02}:{minutes:02}")
    } else {
        format!("{sign}{hours:02}:{minutes:02}:{seconds:02}")
    }
}

#[cfg(test)]
mod tests {
    use calamine::ExcelDateTimeType::{DateTime as Moment, TimeDelta};

    use super::*;

    fn excel(value: f64, is_1904: bool) -> String {
        of_excel(&ExcelDateTime::new(value, Moment, is_1904))
    }

    #[test]
    fn days_of_excel_are_dates() {
        assert_eq!(excel(45_734.0, false), "2025-03-18");
        assert_eq!(excel(45_734.437_5, false), "2025-03-18 10:30");
        assert_eq!(excel(45_734.437_511, false), "2025-03-18 10:30:01");
        assert_eq!(excel(45_734.999_999_9, false), "2025-03-19");
        assert_eq!(excel(44_272.0, true), "2025-03-18");
        assert_eq!(excel(0.4375, false), "10:30");
        assert_eq!(excel(1.0, false), "1900-01-01");
        assert_eq!(excel(-5.0, false), "-5");
        assert_eq!(of_excel(&ExcelDateTime::new(1.25, TimeDelta, false)), "30:00");
    }

    #[test]
    fn iso_is_shortened() {
        assert_eq!(of_iso("2025-03-18"), "2025-03-18");
        assert_eq!(of_iso("2025-03-18T10:30:00"), "2025-03-18 10:30");
        assert_eq!(of_iso("2025-03-18T10:30:01.2Z"), "2025-03-18 10:30:01");
        assert_eq!(of_iso("18 March"), "18 March");
        assert_eq!(of_iso_duration("PT10H30M00S"), "10:30");
        assert_eq!(of_iso_duration("PT00H01M02.4S"), "00:01:02");
        assert_eq!(of_iso_duration("soon"), "soon");
    }
}
