//! One SQL text for both engines: `$1` is written everywhere, SQLite is given `?1`.
//!
//! SQLite would take `$1` for a *named* parameter and number it by first appearance, so `... $2 ... $1`
//! would bind the wrong values without an error. Text in quotes and comments is left alone.
//! Must never know: tables.

use crate::error::{Error, Result};

/// Words that would end or open the transaction a work runs in, or reach outside of it.
const REFUSED: [&str; 12] = [
    "BEGIN",
    "START",
    "COMMIT",
    "END",
    "ABORT",
    "ROLLBACK",
    "SAVEPOINT",
    "RELEASE",
    "PRAGMA",
    "ATTACH",
    "DETACH",
    "VACUUM",
];

/// Refuses statements that touch the transaction itself; only this crate begins and ends one.
pub(crate) fn refuse_control(operation: &'static str, sql: &str) -> Result<()> {
    let control =
        sql.split(';').map(first_word).find(|word| REFUSED.iter().any(|r| r.eq_ignore_ascii_case(word)));
    match control {
        Some(word) => Err(Error::other(operation, format!("{word} is not for a work to say"))),
        None => Ok(()),
    }
}

fn first_word(statement: &str) -> &str {
    let mut rest = statement.trim_start();
    while let Some(comment) = rest.strip_prefix("--") {
        rest = comment.split_once('\n').map_or("", |(_, after)| after.trim_start());
    }
    let end = rest.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(rest.len());
    &rest[..end]
}

/// The text as SQLite wants it: every `$n` outside quotes and comments becomes `?n`.
pub(crate) fn for_sqlite(sql: &str) -> String {
    let mut out = String::with_capacity(sql.len());
    let mut rest = sql;
    while let Some(at) = rest.find(['\'', '"', '$', '-', '/']) {
        let (before, tail) = rest.split_at(at);
        out.push_str(before);
        let (piece, len) = piece(tail);
        out.push_str(piece);
        let skipped = if piece == "?" { 1 } else { len };
        rest = &tail[skipped..];
    }
    out.push_str(rest);
    out
}

/// What to write for the construct at the start of `tail`, and how long the construct is.
fn piece(tail: &str) -> (&str, usize) {
    let len = if tail.starts_with("--") {
        tail.find('\n').unwrap_or(tail.len())
    } else if tail.starts_with("/*") {
        tail.find("*/").map_or(tail.len(), |at| at + 2)
    } else if let Some(quoted) = tail.strip_prefix('\'') {
        quoted.find('\'').map_or(tail.len(), |at| at + 2)
    } else if let Some(quoted) = tail.strip_prefix('"') {
        quoted.find('"').map_or(tail.len(), |at| at + 2)
    } else if tail.starts_with('$') && tail[1..].starts_with(|c: char| c.is_ascii_digit()) {
        return ("?", 1);
    } else {
        1
    };
    (&tail[..len], len)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn parameters_are_rewritten_and_quotes_are_not() {
        let sql =
            "SELECT '$1', \"a$2\", x - $12 / $3 -- $4\n FROM t /* $5 */ WHERE n = 'it''s $6' AND m = $1";
        let expected =
            "SELECT '$1', \"a$2\", x - ?12 / ?3 -- $4\n FROM t /* $5 */ WHERE n = 'it''s $6' AND m = ?1";
        assert_eq!(for_sqlite(sql), expected);
    }

    #[test]
    fn a_work_may_not_touch_its_transaction() {
        for sql in ["commit", " BEGIN IMMEDIATE", "-- why\nROLLBACK", "SELECT 1; END", "pragma user_version"]
        {
            assert!(refuse_control("query", sql).is_err(), "{sql}");
        }
        for sql in ["SELECT commit FROM t", "INSERT INTO t VALUES (1)", "UPDATE t SET a = 'x'", ""] {
            assert!(refuse_control("query", sql).is_ok(), "{sql}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_rewritten_without_panic_and_keeps_its_length(sql in ".{0,60}") {
            prop_assert_eq!(for_sqlite(&sql).len(), sql.len());
        }

        #[test]
        fn text_between_single_quotes_is_untouched(inside in "[^']{0,30}") {
            let sql = format!("SELECT '{inside}'");
            prop_assert_eq!(for_sqlite(&sql), sql);
        }
    }
}
