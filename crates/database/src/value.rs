//! Values that go in and rows that come out: NULL, 64-bit integers, text, bytes. Nothing else is kept.
//!
//! A truth value is 0 or 1, an UUID is its 16 bytes, money is integer fen; there is no floating point.
//! `Debug` never shows text or bytes, because they may be about a person.
//! Must never know: which engine they came from.

use std::fmt;

use uuid::Uuid;

use crate::error::{Error, Result};

/// One parameter or one field.
#[derive(Clone, PartialEq, Eq)]
pub enum Value {
    /// SQL NULL; fits every column.
    Null,
    /// For BIGINT.
    Int(i64),
    /// For TEXT. Must not contain U+0000: both engines refuse it.
    Text(String),
    /// For BYTEA.
    Blob(Vec<u8>),
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Null => "Null",
            Self::Int(_) => "Int[redacted]",
            Self::Text(_) => "Text[redacted]",
            Self::Blob(_) => "Blob[redacted]",
        })
    }
}

impl Value {
    /// SQLite would keep U+0000 in text, PostgreSQL cannot: neither takes it.
    pub(crate) fn refuse_nul(&self, operation: &'static str) -> Result<()> {
        match self {
            Self::Text(text) if text.contains('\0') => Err(Error::other(operation, "U+0000 in text")),
            _ => Ok(()),
        }
    }
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}
impl From<i32> for Value {
    fn from(value: i32) -> Self {
        Self::Int(value.into())
    }
}
impl From<u32> for Value {
    fn from(value: u32) -> Self {
        Self::Int(value.into())
    }
}
impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Int(value.into())
    }
}
impl From<&str> for Value {
    fn from(value: &str) -> Self {
        Self::Text(value.to_owned())
    }
}
impl From<String> for Value {
    fn from(value: String) -> Self {
        Self::Text(value)
    }
}
impl From<&String> for Value {
    fn from(value: &String) -> Self {
        Self::Text(value.clone())
    }
}
impl From<Vec<u8>> for Value {
    fn from(value: Vec<u8>) -> Self {
        Self::Blob(value)
    }
}
impl From<&[u8]> for Value {
    fn from(value: &[u8]) -> Self {
        Self::Blob(value.to_vec())
    }
}
impl<const N: usize> From<[u8; N]> for Value {
    fn from(value: [u8; N]) -> Self {
        Self::Blob(value.to_vec())
    }
}
impl<const N: usize> From<&[u8; N]> for Value {
    fn from(value: &[u8; N]) -> Self {
        Self::Blob(value.to_vec())
    }
}
impl From<Uuid> for Value {
    fn from(value: Uuid) -> Self {
        Self::Blob(value.as_bytes().to_vec())
    }
}
impl<T: Into<Value>> From<Option<T>> for Value {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// A value of an answer, where it lies.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Seen<'a> {
    Null,
    Int(i64),
    Text(&'a str),
    Blob(&'a [u8]),
}

impl Seen<'_> {
    fn name(self) -> &'static str {
        match self {
            Self::Null => "NULL",
            Self::Int(_) => "an integer",
            Self::Text(_) => "text",
            Self::Blob(_) => "bytes",
        }
    }
}

impl From<Seen<'_>> for Value {
    fn from(seen: Seen<'_>) -> Self {
        match seen {
            Seen::Null => Self::Null,
            Seen::Int(value) => Self::Int(value),
            Seen::Text(value) => value.into(),
            Seen::Blob(value) => value.into(),
        }
    }
}

/// One row of an answer; columns count from 0. Reading a column as the wrong type is an [`Error`] of kind
/// `Other`, not a panic: the statement and its reader disagree.
///
/// The texts of a row lie behind one another in one buffer, its bytes in another: a page reads hundreds of
/// fields, and a buffer for each costs more than what SQLite does for it.
#[derive(Clone, PartialEq, Eq)]
pub struct Row {
    fields: Vec<Field>,
    texts: String,
    blobs: Vec<u8>,
}

/// What a column holds, or where in its buffer it lies.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Field {
    Null,
    Int(i64),
    Text { from: usize, to: usize },
    Blob { from: usize, to: usize },
}

impl fmt::Debug for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Row").field(&self.clone().into_values()).finish()
    }
}

impl Row {
    /// A row without fields, with room for as much as the row before it holds.
    pub(crate) fn after(before: Option<&Row>, columns: usize) -> Self {
        let (texts, blobs) = before.map_or((0, 0), |row| (row.texts.len(), row.blobs.len()));
        Self {
            fields: Vec::with_capacity(columns),
            texts: String::with_capacity(texts),
            blobs: Vec::with_capacity(blobs),
        }
    }

    /// Adds the next field.
    pub(crate) fn push(&mut self, seen: Seen<'_>) {
        let (text, blob) = (self.texts.len(), self.blobs.len());
        self.fields.push(match seen {
            Seen::Null => Field::Null,
            Seen::Int(value) => Field::Int(value),
            Seen::Text(value) => {
                self.texts.push_str(value);
                Field::Text { from: text, to: self.texts.len() }
            }
            Seen::Blob(value) => {
                self.blobs.extend_from_slice(value);
                Field::Blob { from: blob, to: self.blobs.len() }
            }
        });
    }

    /// How many columns.
    pub fn len(&self) -> usize {
        self.fields.len()
    }

    /// Whether there is no column at all.
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }

    /// The value as it is; for copying whole tables from engine to engine.
    pub fn value(&self, column: usize) -> Result<Value> {
        self.seen(column).map(Value::from)
    }

    /// All values in order.
    pub fn into_values(self) -> Vec<Value> {
        self.fields.iter().map(|field| self.at(*field).into()).collect()
    }

    fn at(&self, field: Field) -> Seen<'_> {
        match field {
            Field::Null => Seen::Null,
            Field::Int(value) => Seen::Int(value),
            Field::Text { from, to } => Seen::Text(&self.texts[from..to]),
            Field::Blob { from, to } => Seen::Blob(&self.blobs[from..to]),
        }
    }

    fn seen(&self, column: usize) -> Result<Seen<'_>> {
        let field = self.fields.get(column);
        let missing = || Error::other("read row", format!("column {column} of a row of {}", self.len()));
        field.map(|field| self.at(*field)).ok_or_else(missing)
    }

    /// An integer that is not NULL.
    pub fn int(&self, column: usize) -> Result<i64> {
        self.opt_int(column)?.ok_or_else(|| null(column))
    }

    /// An integer or NULL.
    pub fn opt_int(&self, column: usize) -> Result<Option<i64>> {
        match self.seen(column)? {
            Seen::Null => Ok(None),
            Seen::Int(value) => Ok(Some(value)),
            other => Err(mismatch(column, "an integer", other)),
        }
    }

    /// A truth value: 0 is false, every other integer is true.
    pub fn bool(&self, column: usize) -> Result<bool> {
        Ok(self.int(column)? != 0)
    }

    /// Text that is not NULL.
    pub fn text(&self, column: usize) -> Result<&str> {
        self.opt_text(column)?.ok_or_else(|| null(column))
    }

    /// Text or NULL.
    pub fn opt_text(&self, column: usize) -> Result<Option<&str>> {
        match self.seen(column)? {
            Seen::Null => Ok(None),
            Seen::Text(value) => Ok(Some(value)),
            other => Err(mismatch(column, "text", other)),
        }
    }

    /// Bytes that are not NULL.
    pub fn blob(&self, column: usize) -> Result<&[u8]> {
        self.opt_blob(column)?.ok_or_else(|| null(column))
    }

    /// Bytes or NULL.
    pub fn opt_blob(&self, column: usize) -> Result<Option<&[u8]>> {
        match self.seen(column)? {
            Seen::Null => Ok(None),
            Seen::Blob(value) => Ok(Some(value)),
            other => Err(mismatch(column, "bytes", other)),
        }
    }

    /// Exactly `N` bytes that are not NULL (hashes, blind indexes).
    pub fn bytes<const N: usize>(&self, column: usize) -> Result<[u8; N]> {
        let blob = self.blob(column)?;
        blob.try_into().map_err(|_| {
            Error::other("read row", format!("column {column} has {} bytes, not {N}", blob.len()))
        })
    }

    /// An UUID (16 bytes) that is not NULL.
    pub fn uuid(&self, column: usize) -> Result<Uuid> {
        self.bytes(column).map(Uuid::from_bytes)
    }

    /// An UUID (16 bytes) or NULL.
    pub fn opt_uuid(&self, column: usize) -> Result<Option<Uuid>> {
        match self.seen(column)? {
            Seen::Null => Ok(None),
            _ => self.uuid(column).map(Some),
        }
    }
}

fn null(column: usize) -> Error {
    Error::other("read row", format!("column {column} is NULL"))
}

fn mismatch(column: usize, wanted: &str, found: Seen<'_>) -> Error {
    Error::other("read row", format!("column {column} holds {}, not {wanted}", found.name()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(fields: &[Seen<'_>]) -> Row {
        let mut row = Row::after(None, fields.len());
        fields.iter().for_each(|field| row.push(*field));
        row
    }

    #[test]
    fn debug_shows_no_value() {
        let row = row(&[Seen::Text("王五"), Seen::Int(440_106), Seen::Blob(&[7]), Seen::Null]);
        assert_eq!(format!("{row:?}"), "Row([Text[redacted], Int[redacted], Blob[redacted], Null])");
    }

    #[test]
    fn a_wrong_column_type_or_place_is_an_error_without_the_value() {
        let row = row(&[Seen::Text("王五"), Seen::Null]);
        assert_eq!(row.int(0).unwrap_err().detail(), "column 0 holds text, not an integer");
        assert_eq!(row.text(1).unwrap_err().detail(), "column 1 is NULL");
        assert_eq!(row.text(2).unwrap_err().detail(), "column 2 of a row of 2");
        assert_eq!(row.opt_text(1), Ok(None));
    }

    #[test]
    fn an_uuid_is_sixteen_bytes_and_nothing_else() {
        let id = Uuid::from_u128(7);
        let row = row(&[Seen::Blob(id.as_bytes()), Seen::Blob(&[1; 15]), Seen::Null]);
        assert_eq!(row.uuid(0), Ok(id));
        assert!(row.uuid(1).is_err());
        assert_eq!(row.opt_uuid(2), Ok(None));
    }
}
