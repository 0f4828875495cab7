//! Code pages: those of the web, and older ones.
//!
//! Rich text names a code page for the document and a character set for each
//! font; plain text names none. Most are those of the web and decoded by `encoding_rs`; the tables here are
//! those it does not have, each the upper 128 characters in order.

use encoding_rs::{
    BIG5, EUC_KR, Encoding, GB18030, GBK, IBM866, MACINTOSH, SHIFT_JIS, UTF_8, WINDOWS_874,
    WINDOWS_1250, WINDOWS_1251, WINDOWS_1252, WINDOWS_1253, WINDOWS_1254, WINDOWS_1255,
    WINDOWS_1256, WINDOWS_1257, WINDOWS_1258, X_MAC_CYRILLIC,
};

/// How bytes become characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Charset {
    /// An encoding of the web.
    Web(&'static Encoding),
    /// A table of the upper 128 characters.
    Table(&'static str),
    /// A font that draws pictures; which ones depends on its name.
    Pictures,
}

impl Charset {
    pub(crate) const WESTERN: Self = Self::Web(WINDOWS_1252);
    pub(crate) const MACINTOSH: Self = Self::Web(MACINTOSH);
    pub(crate) const DOS: Self = Self::Table(DOS_437);
    pub(crate) const DOS_WESTERN: Self = Self::Table(DOS_850);

    /// The charset of a code page's number (`\ansicpg`, `\cpg`); nothing when it is not known.
    pub(crate) fn of_code_page(number: i32) -> Option<Self> {
        Some(match number {
            437 | 708 => Self::DOS,
            850 | 858 => Self::DOS_WESTERN,
            852 => Self::Table(DOS_852),
            866 => Self::Web(IBM866),
            874 => Self::Web(WINDOWS_874),
            932 | 10001 => Self::Web(SHIFT_JIS),
            936 | 10008 => Self::Web(GBK),
            949 | 10003 => Self::Web(EUC_KR),
            950 | 10002 => Self::Web(BIG5),
            1250 => Self::Web(WINDOWS_1250),
            1251 => Self::Web(WINDOWS_1251),
            0 | 1252 | 819 | 28591 => Self::WESTERN,
            1253 => Self::Web(WINDOWS_1253),
            1254 => Self::Web(WINDOWS_1254),
            1255 => Self::Web(WINDOWS_1255),
            1256 => Self::Web(WINDOWS_1256),
            1257 => Self::Web(WINDOWS_1257),
            1258 => Self::Web(WINDOWS_1258),
            10000 => Self::MACINTOSH,
            10006 => Self::Table(MAC_GREEK),
            10007 => Self::Web(X_MAC_CYRILLIC),
            10029 => Self::Table(MAC_CENTRAL_EUROPE),
            10081 => Self::Table(MAC_TURKISH),
            54936 => Self::Web(GB18030),
            65001 => Self::Web(UTF_8),
            _ => return None,
        })
    }

    /// The charset that a font names (`\fcharset`); nothing for the document's own.
    pub(crate) fn of_font(number: i32) -> Option<Self> {
        let page = match number {
            0 => 1252,
            2 => return Some(Self::Pictures),
            77 => 10000,
            78 | 128 => 932,
            79 | 129 => 949,
            80 | 134 => 936,
            81 | 136 => 950,
            85 => 10006,
            86 => 10081,
            87 | 222 => 874,
            88 => 10029,
            89 => 10007,
            83 | 177 => 1255,
            84 | 178 | 179 | 180 => 1256,
            161 => 1253,
            162 => 1254,
            163 => 1258,
            186 => 1257,
            204 => 1251,
            238 => 1250,
            254 => 437,
            255 => 850,
            _ => return None,
        };
        Self::of_code_page(page)
    }

    /// The name a person may know it by.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Web(encoding) => encoding.name(),
            Self::Table(table) if table == DOS_437 => "IBM437",
            Self::Table(table) if table == DOS_850 => "IBM850",
            Self::Table(_) => "an old code page",
            Self::Pictures => "a picture font",
        }
    }

    /// Whether characters may take two bytes.
    pub(crate) fn is_east_asian(self) -> bool {
        matches!(self, Self::Web(web) if [SHIFT_JIS, GBK, EUC_KR, BIG5, GB18030].contains(&web))
    }

    /// Decodes bytes; what is no character in it becomes U+FFFD.
    pub(crate) fn decode(self, bytes: &[u8]) -> String {
        match self {
            Self::Web(encoding) => encoding.decode_without_bom_handling(bytes).0.into_owned(),
            Self::Table(upper) => bytes
                .iter()
                .map(|byte| match byte.checked_sub(128) {
                    None => char::from(*byte),
                    Some(place) => {
                        upper.chars().nth(place.into()).unwrap_or(char::REPLACEMENT_CHARACTER)
                    }
                })
                .collect(),
            Self::Pictures => Self::WESTERN.decode(bytes),
        }
    }
}

/// IBM code page 437: the United States.
const DOS_437: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐\
     └┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";

/// IBM code page 850: western Europe.
const DOS_850: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐\
     └┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}";

/// IBM code page 852: central Europe.
const DOS_852: &str = "ÇüéâäůćçłëŐőîŹÄĆÉĹĺôöĽľŚśÖÜŤťŁ×čáíóúĄąŽžĘę¬źČş«»░▒▓│┤ÁÂĚŞ╣║╗╝Żż┐\
     └┴┬├─┼Ăă╚╔╩╦╠═╬¤đĐĎËďŇÍÎě┘┌█▄ŢŮ▀ÓßÔŃńňŠšŔÚŕŰýÝţ´\u{ad}˝˛ˇ˘§÷¸°¨˙űŘř■\u{a0}";

/// Central European Macintosh.
const MAC_CENTRAL_EUROPE: &str = "ÄĀāÉĄÖÜáąČäčĆćéŹźĎíďĒēĖóėôöõúĚěü†°Ę£§•¶ß®©™ę¨≠ģĮįĪ≤≥īĶ∂∑łĻļĽľĹĺŅ\
     ņŃ¬√ńŇ∆«»…\u{a0}ňŐÕőŌ–—“”‘’÷◊ōŔŕŘ‹›řŖŗŠ‚„šŚśÁŤťÍŽžŪÓÔūŮÚůŰűŲųÝýķŻŁżĢˇ";

/// Greek Macintosh.
const MAC_GREEK: &str = "Ä¹²É³ÖÜ΅àâä΄¨çéèêë£™îï•½‰ôö¦€ùûü†ΓΔΘΛΞΠß®©ΣΪ§≠°·Α±≤≥¥ΒΕΖΗΙΚΜΦΫΨΩ\
     άΝ¬ΟΡ≈Τ«»…\u{a0}ΥΧΆΈœ–―“”‘’÷ΉΊΌΎέήίόΏύαβψδεφγηιξκλμνοπώρστθωςχυζϊϋΐΰ\u{ad}";

/// Turkish Macintosh.
const MAC_TURKISH: &str = "ÄÅÇÉÑÖÜáàâäãåçéèêëíìîïñóòôöõúùûü†°¢£§•¶ß®©™´¨≠ÆØ∞±≤≥¥µ∂∑∏π∫ªºΩæø\
     ¿¡¬√ƒ≈∆«»…\u{a0}ÀÃÕŒœ–—“”‘’÷◊ÿŸĞğİıŞş‡·‚„‰ÂÊÁËÈÍÎÏÌÓÔ\u{f8ff}ÒÚÛÙˆ˜¯˘˙˚¸˝˛ˇ";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_hold_the_upper_half() {
        for table in [DOS_437, DOS_850, DOS_852, MAC_CENTRAL_EUROPE, MAC_GREEK, MAC_TURKISH] {
            assert_eq!(table.chars().count(), 128, "{table}");
        }
        assert_eq!(Charset::DOS.decode(b"na\x8bve \x81"), "naïve ü");
        let greek = Charset::of_code_page(10006).expect("known");
        assert_eq!(greek.decode(&[0xe1, 0xec, 0xf1]), "αλώ");
    }

    #[test]
    fn fonts_and_pages_name_the_same() {
        assert_eq!(Charset::of_font(204), Charset::of_code_page(1251));
        assert_eq!(Charset::of_font(1), None);
        assert_eq!(
            Charset::of_font(128).map(|set| set.decode(b"\x93\xfa\x96\x7b")),
            Some("日本".into())
        );
    }
}
