//! The looks of a paper, once, as styles of the word processor: the body names them and carries no looks of
//! its own, so that an office can change a font for the whole paper. Fonts are those that GB/T 9704 names,
//! each with the fonts that stand in where it is not installed.
//! Must never know: what a paper says.

use super::{measures::Measures, xml::Xml};

/// Namespace of the word processor's elements.
pub(super) const W: (&str, &str) =
    ("xmlns:w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main");

const TITLE_FONT: &str = "方正小标宋简体";
const BODY_FONT: &str = "仿宋_GB2312";
const HEADING_FONT: &str = "黑体";
const SUBHEADING_FONT: &str = "楷体_GB2312";
const FOOT_FONT: &str = "宋体";
/// Fonts, and what stands in for them, the nearest first.
const FONTS: [(&str, &str); 5] = [
    (TITLE_FONT, "方正小标宋_GBK,小标宋,华文中宋,STZhongsong,宋体,SimSun,Noto Serif CJK SC"),
    (BODY_FONT, "仿宋,FangSong,华文仿宋,STFangsong,Noto Serif CJK SC"),
    (HEADING_FONT, "SimHei,华文黑体,Noto Sans CJK SC"),
    (SUBHEADING_FONT, "楷体,KaiTi,华文楷体,STKaiti,Noto Serif CJK SC"),
    (FOOT_FONT, "SimSun,Noto Serif CJK SC"),
];
const RED: &str = "C00000";

/// A paragraph style.
struct Style {
    id: &'static str,
    font: &'static str,
    /// Half points.
    size: u32,
    align: &'static str,
    /// Twips before and after.
    around: (u32, u32),
    /// Hundredths of a character: first line, right.
    indent: (u32, u32),
    red: bool,
    /// Lines above and below: none, `single`, `dashed`.
    lines: (&'static str, &'static str),
    /// Stays with the next paragraph.
    keep: bool,
}

const PLAIN: Style = Style {
    id: "",
    font: BODY_FONT,
    size: 0,
    align: "left",
    around: (0, 0),
    indent: (0, 0),
    red: false,
    lines: ("", ""),
    keep: false,
};

fn all(m: &Measures) -> Vec<Style> {
    let (body, small) = (m.body, m.body.min(24) - 3);
    let plain = Style { size: body, ..PLAIN };
    let cell = Style { size: m.body.min(24), ..PLAIN };
    let title = Style {
        id: "Title",
        font: TITLE_FONT,
        size: m.title,
        align: "center",
        around: (120, 240),
        keep: true,
        ..PLAIN
    };
    vec![
        Style { id: "Second", around: (60, 120), size: m.title - 8, ..title },
        Style { id: "Organ", size: 52, red: true, around: (0, 240), ..title },
        title,
        Style { id: "Number", align: "center", around: (0, 120), ..plain },
        Style { id: "RedLine", size: 8, lines: ("", "single"), red: true, around: (0, 240), ..PLAIN },
        Style { id: "FormNumber", size: small, align: "right", ..PLAIN },
        Style { id: "Mark", font: HEADING_FONT, size: small, align: "right", ..PLAIN },
        Style { id: "Addressee", ..plain },
        Style {
            id: "Text",
            align: "both",
            indent: (200, 0),
            around: (0, if m.grid.is_some() { 0 } else { 80 }),
            ..plain
        },
        Style { id: "Heading", font: HEADING_FONT, indent: (200, 0), keep: true, ..plain },
        Style { id: "Subheading", font: SUBHEADING_FONT, indent: (200, 0), keep: true, ..plain },
        Style { id: "Attachment", around: (120, 0), indent: (200, 0), ..plain },
        Style { id: "Closing", align: "right", indent: (0, 400), around: (240, 0), keep: true, ..plain },
        Style { id: "ClosingDate", align: "right", indent: (0, 400), ..plain },
        Style { id: "Copies", size: 28, lines: ("single", "single"), around: (360, 0), ..PLAIN },
        Style { id: "Caption", size: small, around: (0, 60), keep: true, ..PLAIN },
        Style { id: "Label", align: "center", ..cell },
        Style { id: "Across", font: HEADING_FONT, keep: true, ..cell },
        Style { id: "Head", font: HEADING_FONT, align: "center", size: small, keep: true, ..PLAIN },
        Style { id: "ListCell", size: small, ..PLAIN },
        Style { id: "KeptCell", size: small, keep: true, ..PLAIN },
        Style { id: "Signature", around: (0, 180), ..cell },
        Style { id: "Gap", size: 8, ..PLAIN },
        Style { id: "Cut", size: 8, lines: ("", "dashed"), around: (160, 240), ..PLAIN },
        Style { id: "Note", size: small, around: (60, 0), ..PLAIN },
        Style {
            id: "Foot",
            font: FOOT_FONT,
            size: if m.grid.is_some() { 28 } else { 18 },
            align: "center",
            ..PLAIN
        },
        Style { id: "Cell", ..cell },
    ]
}

/// `word/styles.xml`
pub(super) fn styles(m: &Measures) -> String {
    Xml::document("w:styles", &[W], |x| {
        x.element("w:docDefaults", &[], |x| {
            x.element("w:rPrDefault", &[], |x| {
                x.element("w:rPr", &[], |x| {
                    fonts(x, BODY_FONT);
                    if let Some((_, tighter)) = m.grid {
                        x.val("w:spacing", &tighter.to_string());
                    }
                    x.val("w:sz", &m.body.to_string());
                    x.val("w:szCs", &m.body.to_string());
                    x.empty("w:lang", &[("w:val", "en-US"), ("w:eastAsia", "zh-CN")]);
                });
            });
            x.element("w:pPrDefault", &[], |x| x.empty("w:pPr", &[]));
        });
        let normal = [("w:type", "paragraph"), ("w:default", "1"), ("w:styleId", "Normal")];
        x.element("w:style", &normal, |x| x.val("w:name", "Normal"));
        for style in all(m) {
            style.write(x);
        }
    })
}

impl Style {
    fn write(&self, x: &mut Xml) {
        x.element(
            "w:style",
            &[("w:type", "paragraph"), ("w:customStyle", "1"), ("w:styleId", self.id)],
            |x| {
                x.val("w:name", self.id);
                x.val("w:basedOn", "Normal");
                x.element("w:pPr", &[], |x| self.paragraph(x));
                x.element("w:rPr", &[], |x| {
                    fonts(x, self.font);
                    if self.red {
                        x.val("w:color", RED);
                    }
                    x.val("w:sz", &self.size.to_string());
                    x.val("w:szCs", &self.size.to_string());
                });
            },
        );
    }

    /// The order of the elements is that of the schema; word processors refuse another.
    fn paragraph(&self, x: &mut Xml) {
        if self.keep {
            x.empty("w:keepNext", &[]);
        }
        if self.lines != ("", "") {
            x.element("w:pBdr", &[], |x| {
                for (side, line) in [("w:top", self.lines.0), ("w:bottom", self.lines.1)] {
                    if !line.is_empty() {
                        let colour = if self.red { RED } else { "000000" };
                        let width = if self.red { "16" } else { "6" };
                        x.empty(
                            side,
                            &[("w:val", line), ("w:sz", width), ("w:space", "1"), ("w:color", colour)],
                        );
                    }
                }
            });
        }
        let (before, after) = (self.around.0.to_string(), self.around.1.to_string());
        x.empty("w:spacing", &[("w:before", &before), ("w:after", &after)]);
        let (first, right) = (self.indent.0.to_string(), self.indent.1.to_string());
        // Characters first: they follow the size of the type; twips for programs that do not know them.
        let twips = |hundredths: u32| (hundredths * self.size / 10).to_string();
        let (first_twips, right_twips) = (twips(self.indent.0), twips(self.indent.1));
        x.empty(
            "w:ind",
            &[
                ("w:rightChars", &right),
                ("w:right", &right_twips),
                ("w:firstLineChars", &first),
                ("w:firstLine", &first_twips),
            ],
        );
        x.val("w:jc", self.align);
    }
}

fn fonts(x: &mut Xml, font: &str) {
    let attributes = [("w:ascii", font), ("w:hAnsi", font), ("w:eastAsia", font), ("w:cs", font)];
    x.empty("w:rFonts", &attributes);
}

/// `word/fontTable.xml`
pub(super) fn font_table() -> String {
    Xml::document("w:fonts", &[W], |x| {
        for (name, instead) in FONTS {
            x.element("w:font", &[("w:name", name)], |x| {
                x.val("w:altName", instead);
                x.val("w:charset", "86");
                x.val("w:family", "auto");
            });
        }
    })
}
