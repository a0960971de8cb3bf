//! No statement reads a whole table that grows with the number of persons, but those that mean to.

use crate::migrated;
use database::{Db, Engine, Tx};

/// Statements that read everything on purpose, by how they begin.
const WHOLE: &[(&str, &str)] = &[
    ("SELECT 'orphan_row'", "doctor looks for rows that belong to nothing: only a full reading can tell"),
    ("SELECT e.stream FROM event e LEFT JOIN", "doctor, the same for events and look-up rows"),
    ("SELECT e.stream, e.version, e.link", "an anchor covers the head of every stream"),
    ("SELECT b.code, b.base", "the board shows every bed of the city, and beds are few"),
    ("SELECT server, day", "doctor proves every chain of looks"),
    ("SELECT code, level", "a few hundred units, read once at start"),
    ("SELECT COUNT(*) FROM account", "a few thousand accounts at most, counted for whoever manages them"),
    (
        "SELECT role, COUNT(*) FROM account",
        "a few thousand accounts at most, counted at the opening of an instance",
    ),
    ("DELETE FROM bed WHERE stream", "beds are few, and their rows are seldom computed anew"),
    ("DELETE FROM rulebook", "one row a city"),
    ("SELECT COUNT(*) FROM stream", "doctor samples evenly and must know of how many"),
    ("DELETE FROM session WHERE expires_at <", "sessions are at most as many as people sign in in a day"),
    ("DELETE FROM pending_roster", "a few files wait for a yes at a time"),
    ("DELETE FROM subject_key WHERE subject IN", "reads the few waiting files, then single keys"),
];

/// Parameters become literals without a type: both engines give them the type of what they meet.
fn filled(text: &str) -> String {
    (1..=250).rev().fold(text.to_owned(), |text, n| text.replace(&format!("${n}"), "'1'"))
}

/// Steps that read a whole table or a whole index.
fn whole_reads(engine: Engine, plan: &[String]) -> Vec<String> {
    let next = |at: usize| plan.get(at + 1).map_or("", |line| line.trim());
    let reads_all = |(at, line): (usize, &String)| match engine {
        Engine::Sqlite => {
            let line = line.trim();
            let made_here = ["SCAN CONSTANT", "SCAN (", "SCAN counted"];
            line.starts_with("SCAN") && !made_here.iter().any(|m| line.starts_with(m))
        }
        Engine::Postgres => {
            let by_index = line.contains("Index Scan") || line.contains("Index Only Scan");
            line.contains("Seq Scan") || by_index && !next(at).starts_with("Index Cond")
        }
    };
    plan.iter().enumerate().filter(|(at, line)| reads_all((*at, line))).map(|(_, l)| l.clone()).collect()
}

fn is_meant(text: &str) -> bool {
    // What belongs to no stream is thrown away when rows are computed anew: only a full reading can tell.
    let astray = text.starts_with("DELETE FROM") && text.contains("WHERE NOT EXISTS (SELECT 1 FROM");
    astray || WHOLE.iter().any(|(begins, _)| text.starts_with(begins))
}

async fn plan(db: &Db, text: &str) -> Vec<String> {
    let sql = filled(text);
    db.read_fn(async move |tx: &mut Tx<'_>| tx.plan(&sql, &[]).await).await.expect("a plan")
}

database::both_engines! {
    async fn no_statement_reads_a_whole_table(db: Db) {
        migrated(&db).await;
        let mut bad = vec![];
        for (module, text) in store::sql::every_statement() {
            if text.starts_with("INSERT") || is_meant(&text) {
                continue;
            }
            let plan = plan(&db, &text).await;
            assert!(!plan.is_empty(), "{module}: {text}");
            if !whole_reads(db.engine(), &plan).is_empty() {
                bad.push(format!("{module}: {text}\n    {}", plan.join("\n    ")));
            }
        }
        assert!(bad.is_empty(), "{}", bad.join("\n"));
    }

    async fn a_look_up_without_an_index_would_be_noticed(db: Db) {
        migrated(&db).await;
        for text in ["SELECT no FROM visible WHERE home = '1'", "SELECT COUNT(*) FROM event", "SELECT id FROM stream ORDER BY id"] {
            let plan = plan(&db, text).await;
            assert!(!whole_reads(db.engine(), &plan).is_empty(), "{text}: {plan:?}");
        }
    }

    async fn the_list_is_read_in_the_order_of_its_index(db: Db) {
        migrated(&db).await;
        let lists = store::sql::every_statement().into_iter().map(|(_, text)| text);
        for text in lists.filter(|text| text.contains("ORDER BY v.") && text.contains("LIMIT $4") && text.contains("> ($2, $3)")) {
            if text.contains("v.owner = $5") && text.contains("v.standing = $6") || !text.contains("v.due_on, v.no)") && text.contains("$5") {
                continue; // two filters, or a filter with another order, sort what one filter leaves
            }
            let plan = plan(&db, &text).await.join("\n");
            assert!(!plan.contains("Sort") && !plan.contains("TEMP B-TREE"), "{text}\n{plan}");
        }
    }
}

#[test]
fn every_exception_is_still_needed() {
    for (begins, _) in WHOLE {
        let used = store::sql::every_statement().iter().any(|(_, text)| text.starts_with(begins));
        assert!(used, "{begins}");
    }
}
