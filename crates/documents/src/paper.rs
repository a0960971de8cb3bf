//! Official papers: forms to be filled and signed, letters that go out. A [`Paper`] is a short list of blocks
//! and says nothing about looks; two renderings show it: [`docx`] for the word processor, and the pages'
//! template, which walks the same blocks.
//!
//! Letters follow GB/T 9704-2012 (rules 12.9): type area 156 × 225 mm, 22 lines of 28 characters. Forms are
//! tables on A4. Must never know: what any form asks, whose data it carries.

mod body;
mod measures;
mod package;
mod styles;
mod xml;

pub use package::docx;

/// How a paper is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// An official letter by GB/T 9704: large type, page numbers between dashes.
    Letter,
    /// A form: tables in small type, with its number and the print date at the foot.
    Form,
    /// A form across: wide lists.
    WideForm,
}

/// A paper before it is rendered. Personal data: it has no `Debug`.
#[derive(Clone, PartialEq, Eq)]
pub struct Paper {
    /// How it is laid out.
    pub layout: Layout,
    /// The title.
    pub title: String,
    /// Form number (F5) or what the foot calls it; never a name.
    pub form: String,
    /// The issuing organ, printed above a letter's number.
    pub organ: Option<String>,
    /// Number of the letter or of the form: 穗天司帮〔2026〕12号.
    pub number: Option<String>,
    /// Marks at the top: 副本, 更正, 依据已届满.
    pub marks: Vec<String>,
    /// What it says, from top to bottom.
    pub blocks: Vec<Block>,
    /// The print date as it is written at the foot of a form.
    pub printed_on: String,
}

/// A part of a paper.
#[derive(Clone, PartialEq, Eq)]
pub enum Block {
    /// To whom it goes, flush left; the colon is part of the text.
    Addressee(String),
    /// A paragraph, first line indented by two characters.
    Text(String),
    /// A heading of the first level: 一、…
    Heading(String),
    /// A heading of the second level: （一）…
    Subheading(String),
    /// A second title, for what stands below a cut.
    Title(String),
    /// A line above a table, in small type: who fills in, of which month.
    Caption(String),
    /// Fields with their values; empty ones are filled in by hand.
    Fields(Vec<Row>),
    /// A list with a heading that is repeated on every page.
    List {
        /// Heading and share of the width of each column.
        columns: Vec<(String, u16)>,
        /// Texts, one for each column.
        rows: Vec<Vec<String>>,
    },
    /// Parties that sign, side by side.
    Signatures(Vec<Party>),
    /// Names of what is attached.
    Attachments(Vec<String>),
    /// The organ that signs and seals, and the date.
    Closing {
        /// Organ.
        organ: String,
        /// Date in Arabic numerals.
        date: String,
    },
    /// A line along which the slip below is cut off.
    Cut,
    /// Remarks in small type: how to fill in, on what it rests.
    Note(String),
    /// Who else gets the letter.
    Copies(String),
}

/// A row of a table of fields.
#[derive(Clone, PartialEq, Eq)]
pub enum Row {
    /// A heading across the table.
    Heading(String),
    /// One to three labels with their values; the row is at least so many millimetres high.
    Pairs(Vec<(String, String)>, u16),
}

/// A party that signs.
#[derive(Clone, PartialEq, Eq)]
pub struct Party {
    /// Who: 监所（盖章）.
    pub who: String,
    /// Lines to be filled in: 经办人签名：
    pub lines: Vec<String>,
}

/// Table of fields: so many columns underneath, so that rows of one, two and three pairs line up.
pub const GRID: usize = 24;
/// A list of so few rows is not torn by the end of a page.
pub const KEPT_ROWS: usize = 12;
/// Columns of a label.
const LABEL: usize = 3;
/// Height of an ordinary row, millimetres: room for handwriting.
const LINE_MM: u16 = 8;

impl Paper {
    /// A form without content yet.
    pub fn form(form: impl Into<String>, title: impl Into<String>, printed_on: impl Into<String>) -> Paper {
        Paper {
            layout: Layout::Form,
            title: title.into(),
            form: form.into(),
            organ: None,
            number: None,
            marks: vec![],
            blocks: vec![],
            printed_on: printed_on.into(),
        }
    }

    /// A letter of an organ under its number, without content yet.
    pub fn letter(organ: impl Into<String>, number: impl Into<String>, title: impl Into<String>) -> Paper {
        Paper {
            layout: Layout::Letter,
            organ: Some(organ.into()),
            number: Some(number.into()),
            ..Paper::form("公函", title, "")
        }
    }

    /// With one more block.
    pub fn with(mut self, block: Block) -> Paper {
        self.blocks.push(block);
        self
    }

    /// Laid out across.
    pub fn wide(self) -> Paper {
        Paper { layout: Layout::WideForm, ..self }
    }

    /// With a mark at the top, where there is one.
    pub fn marked(mut self, mark: Option<String>) -> Paper {
        self.marks.extend(mark);
        self
    }

    /// The foot of a form; letters have a page number instead.
    pub fn foot(&self) -> String {
        match self.layout {
            Layout::Letter => String::new(),
            Layout::Form | Layout::WideForm => {
                format!("{}　{}　打印日期：{}", self.form, self.title, self.printed_on)
            }
        }
    }
}

impl Row {
    /// Labels with their values.
    pub fn of<const N: usize>(pairs: [(&str, String); N]) -> Row {
        Row::Pairs(pairs.into_iter().map(|(label, value)| (label.to_owned(), value)).collect(), LINE_MM)
    }

    /// One label with a value that needs room.
    pub fn tall(label: &str, value: String, millimetres: u16) -> Row {
        Row::Pairs(vec![(label.to_owned(), value)], millimetres)
    }

    /// How many columns of [`GRID`] a label and each value take.
    pub fn spans(pairs: usize) -> (usize, usize) {
        let pairs = pairs.clamp(1, 3);
        (LABEL, GRID / pairs - LABEL)
    }
}

impl Party {
    /// A party that signs and dates.
    pub fn new(who: &str) -> Party {
        Party { who: who.to_owned(), lines: vec!["签名：".into(), BLANK_DATE.into()] }
    }

    /// A party that signs, seals and dates.
    pub fn sealed(who: &str) -> Party {
        Party {
            who: format!("{who}（盖章）"), lines: vec!["经办人签名：".into(), BLANK_DATE.into()]
        }
    }
}

/// A date to be filled in by hand.
pub const BLANK_DATE: &str = "　　年　　月　　日";
