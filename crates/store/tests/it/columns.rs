//! `columns.toml` says of every column whether it is clear, sealed or blind; both engines agree.

use crate::migrated;
use database::{Db, Engine, Tx};
use std::collections::{BTreeMap, BTreeSet};

type Classified = BTreeMap<String, BTreeMap<String, [String; 2]>>;

fn classified() -> Classified {
    toml::from_str(include_str!("../../columns.toml")).expect("columns.toml reads")
}

async fn texts(db: &Db, sql: &'static str) -> BTreeSet<(String, String, String)> {
    db.read_fn(async move |tx: &mut Tx<'_>| {
        let rows = tx.query(sql, &[]).await?;
        let text = |r: &database::Row, i| r.text(i).map(|t| t.to_lowercase());
        rows.iter().map(|r| Ok((text(r, 0)?, text(r, 1)?, text(r, 2)?))).collect::<database::Result<_>>()
    })
    .await
    .expect("the schema reads")
}

/// (table, column, type) of everything in the database.
async fn live(db: &Db) -> BTreeSet<(String, String, String)> {
    let found = match db.engine() {
        Engine::Sqlite => texts(db, "SELECT m.name, c.name, c.type FROM sqlite_schema m, pragma_table_info(m.name) c WHERE m.type = 'table'").await,
        Engine::Postgres => texts(db, "SELECT CAST(table_name AS TEXT), CAST(column_name AS TEXT), CAST(data_type AS TEXT) FROM information_schema.columns WHERE table_schema = 'public'").await,
    };
    found.into_iter().filter(|(table, ..)| table != "migration").collect() // the engine's own list of steps
}

database::both_engines! {
    async fn every_column_is_classified_and_none_is_gone(db: Db) {
        migrated(&db).await;
        let live: BTreeSet<(String, String)> = live(&db).await.into_iter().map(|(t, c, _)| (t, c)).collect();
        let known: BTreeSet<(String, String)> = classified()
            .into_iter()
            .flat_map(|(table, columns)| columns.into_keys().map(move |c| (table.clone(), c)))
            .collect();
        let unlisted: Vec<_> = live.difference(&known).collect();
        let vanished: Vec<_> = known.difference(&live).collect();
        assert!(unlisted.is_empty() && vanished.is_empty(), "unlisted {unlisted:?}, vanished {vanished:?}");
    }

    async fn what_is_sealed_or_blind_is_bytes(db: Db) {
        migrated(&db).await;
        let types: BTreeMap<(String, String), String> =
            live(&db).await.into_iter().map(|(t, c, kind)| ((t, c), kind)).collect();
        for (table, columns) in classified() {
            for (column, [class, _]) in columns {
                let kind = &types[&(table.clone(), column.clone())];
                assert!(class == "clear" || kind == "bytea", "{table}.{column} is {class} and {kind}");
            }
        }
    }
}

#[test]
fn every_class_is_known_and_every_reason_says_something() {
    for (table, columns) in classified() {
        for (column, [class, reason]) in columns {
            assert!(["clear", "sealed", "blind"].contains(&class.as_str()), "{table}.{column}: {class}");
            assert!(reason.split_whitespace().count() >= 2, "{table}.{column}: {reason}");
        }
    }
}
