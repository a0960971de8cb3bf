//! The release roster 释放人员名册 (rules §11, F2): read, judge, write.
//!
//! [`read`] turns bytes into lines without judging any value; [`interpret()`] judges one
//! line and says for each doubt what was found and what to do; [`write_xlsx`] makes a
//! real workbook in the plain layout. Reading never drops a filled row silently: each is
//! a person or is listed as something else, with the reason.

mod entry;
mod field;
mod header;
mod identity;
mod interpret;
mod lines;
mod packed;
mod reading;
mod sentence;
pub(crate) mod sheets;
mod sniff;
mod term;
mod text;
mod words;
mod workbook;
mod write;

pub use entry::Entry;
pub use field::{FIELDS, Field, FieldInfo};
pub use interpret::{Interpreted, Problem, interpret};
pub use reading::{Line, RawRow, Reading, fingerprint_text, read};
pub use term::{Term, parse_term};
pub use write::{write_xlsx, write_xlsx_file};
