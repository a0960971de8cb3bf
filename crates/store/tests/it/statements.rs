//! Every text that can run is valid on both engines, and what runs without a scope is counted.

use crate::migrated;
use database::Tx;
use std::collections::BTreeMap;

database::both_engines! {
    async fn every_statement_prepares(db: Db) {
        migrated(&db).await;
        for (module, text) in store::sql::every_statement() {
            let wanted = text.clone();
            let checked = db.read_fn(async move |tx: &mut Tx<'_>| tx.check(&wanted).await).await;
            assert_eq!(checked, Ok(()), "{module}: {text}");
        }
    }
}

/// How many statements of each module run without a scope. These numbers may only fall: a new statement
/// about cases, rows or obligations is declared with `Sql::scoped`. Where one is right without a scope,
/// its reason is reviewed together with the line here.
const UNSCOPED: &[(&str, usize)] = &[
    ("account", 9),
    ("anchor", 1),
    ("audit", 1),
    ("base", 6),
    ("case", 1),
    ("doctor", 14),
    ("feed", 4),
    ("fetch", 7),
    ("journal", 7),
    ("letter", 2),
    ("looks", 3),
    ("note", 3),
    ("opened", 4),
    ("pending", 6),
    ("person", 10),
    ("prerelease", 3),
    ("reassign", 2),
    ("rebuild", 43),
    ("receipt", 2),
    ("roster", 9),
    ("rows", 6),
    ("rulebook", 6),
    ("scan", 3),
    ("session", 6),
    ("unit", 2),
    ("upload", 1),
];

/// Tables whose rows belong to units: a statement that reads them is scoped, or of the rows themselves.
const OF_UNITS: [&str; 9] =
    ["note", "visible", "obligation", "held", "roster", "prerelease", "letterbook", "pickup", "reassignment"];

fn is_scoped(text: &str) -> bool {
    text.contains("v.unit = $1")
}

#[test]
fn statements_without_a_scope_may_only_become_fewer() {
    let mut counted = BTreeMap::<&str, usize>::new();
    for (module, _) in store::sql::every_statement().iter().filter(|(_, text)| !is_scoped(text)) {
        *counted.entry(module).or_default() += 1;
    }
    let counted: Vec<(&str, usize)> = counted.into_iter().collect();
    assert_eq!(counted, UNSCOPED);
}

#[test]
fn rows_of_units_are_read_without_a_scope_only_where_listed() {
    let reads = |text: &str| {
        let words: Vec<&str> = text.split_whitespace().collect();
        words.windows(2).any(|w| ["FROM", "JOIN"].contains(&w[0]) && OF_UNITS.contains(&w[1]))
    };
    let found: Vec<(&str, String)> = store::sql::every_statement()
        .into_iter()
        .filter(|(_, text)| text.contains("SELECT") && reads(text) && !is_scoped(text))
        .map(|(module, text)| (module, text.chars().take(40).collect()))
        .collect();
    let listed = [
        ("case", "SELECT COUNT(*) FROM visible WHERE no = "), // a new number must be free in the city
        ("doctor", "SELECT unit, no, name, standing, categor"),
        ("doctor", "SELECT unit, kind, subject, rule, due_on"),
        ("doctor", "SELECT unit, no, roster, sheet, line, na"),
        ("doctor", "SELECT 'orphan_row', v.no FROM visible v"),
        ("fetch", "SELECT unit, year, owner, no, must, fetc"),
        ("letter", "SELECT unit, book, year FROM letterbook "),
        ("note", "SELECT unit, day, places, overdue, settl"),
        ("prerelease", "SELECT v.no, v.name, v.owner, v.custody,"),
        ("reassign", "SELECT stream, made_on, maker, cases, un"),
        ("rebuild", "SELECT no FROM held WHERE stream = $1 UN"), // of the row just loaded
        ("rebuild", "DELETE FROM obligation WHERE NOT EXISTS "), // of no stream, as the seven below
        ("rebuild", "DELETE FROM visible WHERE NOT EXISTS (SE"),
        ("rebuild", "DELETE FROM prerelease WHERE NOT EXISTS "),
        ("rebuild", "DELETE FROM pickup WHERE NOT EXISTS (SEL"),
        ("rebuild", "DELETE FROM held WHERE NOT EXISTS (SELEC"),
        ("rebuild", "DELETE FROM letterbook WHERE NOT EXISTS "),
        ("rebuild", "DELETE FROM reassignment WHERE NOT EXIST"),
        ("rebuild", "DELETE FROM note WHERE NOT EXISTS (SELEC"),
        ("roster", "SELECT DISTINCT no FROM roster WHERE sta"), // the program goes on with what was begun
        ("roster", "SELECT DISTINCT file, withdrawal FROM ro"),
        ("rulebook", "SELECT no FROM held WHERE stream = $1 LI"), // of the row just loaded
    ];
    assert_eq!(found, listed.map(|(module, text)| (module, text.to_owned())));
}

#[test]
fn no_statement_keeps_an_unfilled_slot() {
    for (module, text) in store::sql::every_statement() {
        assert!(!text.contains('{') && !text.contains('}'), "{module}: {text}");
    }
}
