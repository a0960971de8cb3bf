//! Values on PostgreSQL's wire.
//!
//! The server says which type each parameter and column has; a [`Value`] is written and read accordingly,
//! so that an i64 fits an INTEGER comparison and NULL fits anything. Numbers that do not fit are an error.

use std::error::Error as StdError;

use tokio_postgres::types::private::BytesMut;
use tokio_postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};

use crate::value::{Seen, Value};

type Failure = Box<dyn StdError + Sync + Send>;

impl ToSql for Value {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Failure> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Int(value) => match *ty {
                Type::INT8 => value.to_sql(ty, out),
                Type::INT4 => i32::try_from(*value)?.to_sql(ty, out),
                Type::INT2 => i16::try_from(*value)?.to_sql(ty, out),
                _ => Err(format!("an integer for a parameter of type {ty}: write CAST($n AS BIGINT)").into()),
            },
            Self::Text(value) if <&str as ToSql>::accepts(ty) => value.as_str().to_sql(ty, out),
            Self::Text(_) => Err(format!("text for a parameter of type {ty}").into()),
            Self::Blob(value) if *ty == Type::BYTEA => value.as_slice().to_sql(ty, out),
            Self::Blob(_) => {
                Err(format!("bytes for a parameter of type {ty}: write CAST($n AS BYTEA)").into())
            }
        }
    }

    /// Decided value by value in `to_sql`, because NULL fits every type.
    fn accepts(_ty: &Type) -> bool {
        true
    }

    to_sql_checked!();
}

impl<'a> FromSql<'a> for Seen<'a> {
    fn from_sql(ty: &Type, raw: &'a [u8]) -> Result<Self, Failure> {
        match *ty {
            Type::INT8 => i64::from_sql(ty, raw).map(Self::Int),
            Type::INT4 => i32::from_sql(ty, raw).map(|n| Self::Int(n.into())),
            Type::INT2 => i16::from_sql(ty, raw).map(|n| Self::Int(n.into())),
            Type::BOOL => bool::from_sql(ty, raw).map(|b| Self::Int(b.into())),
            Type::NUMERIC => whole_numeric(raw).map(Self::Int),
            Type::BYTEA => Ok(Self::Blob(raw)),
            _ => <&str as FromSql>::from_sql(ty, raw).map(Self::Text),
        }
    }

    fn from_sql_null(_ty: &Type) -> Result<Self, Failure> {
        Ok(Self::Null)
    }

    fn accepts(ty: &Type) -> bool {
        matches!(*ty, Type::INT8 | Type::INT4 | Type::INT2 | Type::BOOL | Type::NUMERIC | Type::BYTEA)
            || <&str as FromSql>::accepts(ty)
    }
}

/// NUMERIC on the wire: count of digits, weight of the first, sign, scale, then digits to the base 10,000.
fn whole_numeric(raw: &[u8]) -> Result<i64, Failure> {
    let fields: Vec<i16> = raw.chunks_exact(2).map(|pair| i16::from_be_bytes([pair[0], pair[1]])).collect();
    let [_, weight, sign, _, digits @ ..] = fields.as_slice() else { return Err("a short NUMERIC".into()) };
    let negative = match *sign {
        0 => false,
        0x4000 => true,
        _ => return Err("a NUMERIC that is no number".into()),
    };
    let whole = usize::try_from(i32::from(*weight) + 1).unwrap_or(0);
    if digits.iter().skip(whole).any(|&digit| digit != 0) {
        return Err("a NUMERIC with a fraction; none is kept".into());
    }
    let mut value: i128 = 0;
    for place in 0..whole {
        let digit = digits.get(place).copied().unwrap_or(0);
        value =
            value.checked_mul(10_000).and_then(|v| v.checked_add(digit.into())).ok_or("NUMERIC too large")?;
    }
    Ok(i64::try_from(if negative { -value } else { value })?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wire(weight: i16, sign: i16, digits: &[i16]) -> Vec<u8> {
        let head = [i16::try_from(digits.len()).unwrap(), weight, sign, 0];
        head.iter().chain(digits).flat_map(|n| n.to_be_bytes()).collect()
    }

    #[test]
    fn whole_numerics_are_read_and_others_refused() {
        assert_eq!(whole_numeric(&wire(0, 0, &[])).unwrap(), 0);
        assert_eq!(whole_numeric(&wire(1, 0, &[3])).unwrap(), 30_000);
        assert_eq!(whole_numeric(&wire(1, 0x4000, &[12, 3456])).unwrap(), -123_456);
        let least = wire(4, 0x4000, &[922, 3372, 368, 5477, 5808]);
        assert_eq!(whole_numeric(&least).unwrap(), i64::MIN);
        assert!(whole_numeric(&wire(4, 0, &[922, 3372, 368, 5477, 5808])).is_err(), "i64::MAX + 1");
        assert!(whole_numeric(&wire(-1, 0, &[5000])).is_err(), "0.5");
        assert!(whole_numeric(&wire(0, -0x4000, &[])).is_err(), "NaN");
        assert!(whole_numeric(&wire(i16::MAX, 0, &[1])).is_err(), "huge");
        assert!(whole_numeric(&[0, 0]).is_err());
    }
}
