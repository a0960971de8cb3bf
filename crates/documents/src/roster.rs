//! The release roster 释放人员名册 (rules §11, F2): read, judge, write.
//!
//! [`read`] turns bytes into lines without judging any value; [`interpret()`] judges one
//! line and says for each doubt what was found and what to do; [`write_xlsx`] makes a
//! real workbook in the plain layout, [`template()`] an empty one with drop-down lists, and
//! [`write_result`] hands a file back with its result. Reading never drops a filled row silently: each is
//! a person or is listed as something else, with the reason.

mod entry;
mod field;
mod header;
mod identity;
mod interpret;
mod kinds;
mod lines;
mod packed;
mod reading;
mod result;
mod sentence;
pub(crate) mod sheets;
mod sniff;
mod template;
mod term;
mod text;
mod words;
mod workbook;
mod write;

pub use entry::Entry;
pub use field::{FIELDS, Field, FieldInfo};
pub use interpret::{Interpreted, Problem, interpret};
pub use reading::{Line, RawRow, Reading, Sheet, fingerprint_text, read, read_pasted};
pub use result::{Mark, write_result};
pub use template::{options, template};
pub use term::{Term, parse_term};
pub use write::{write_xlsx, write_xlsx_file};

/// What the first cell of a sheet says that is not to be read.
pub(crate) const ASIDE: &str = "（不导入）";
