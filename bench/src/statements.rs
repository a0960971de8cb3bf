//! How many statements and bytes a page and a visit take. PostgreSQL is told to log every statement; the
//! texts and their number are the same on SQLite, where a transaction is begun and ended by two more.
//! Must never know: what a statement says.

use crate::{
    Bounds, Engine,
    client::{self, Ask},
    plan::{Page, Served, Visits},
    table,
};
use anyhow::{Context, Result};
use std::{collections::BTreeMap, rc::Rc};

/// Asks for each once and counts.
pub async fn run(bounds: &Bounds) -> Result<()> {
    let served = Served::start(Engine::Postgres, bounds.persons, 0, true).await?;
    let city = &served.city;
    let asks: [(&str, Rc<dyn Ask>); 4] = [
        ("list", Page::asking(city, "/cases")),
        ("case", Page::asking(city, &format!("/cases/{}", city.no))),
        ("visit", Visits::asking(&city.product, 1, "product", "")),
        ("floor of visit", Visits::asking(&city.floor, 1, "floor", "")),
    ];
    table::say("| what | statements | of which | bytes sent back |\n|---|---|---|---|");
    for (what, ask) in asks {
        let before = logged(&served)?.len();
        let (_, bytes) = client::once(&city.address, &*ask).await?;
        let mut kinds: BTreeMap<String, usize> = BTreeMap::new();
        for line in logged(&served)?.drain(before..) {
            *kinds.entry(line).or_default() += 1;
        }
        let count: usize = kinds.iter().filter(|(kind, _)| !is_frame(kind)).map(|(_, n)| n).sum();
        let told: Vec<String> = kinds.iter().map(|(kind, n)| format!("{n} {kind}")).collect();
        table::say(&format!("| {what} | {count} | {} | {bytes} |", told.join(", ")));
    }
    Ok(())
}

fn is_frame(kind: &str) -> bool {
    ["START", "BEGIN", "COMMIT", "ROLLBACK", "SET"].contains(&kind)
}

/// The first word of every statement logged so far.
fn logged(served: &Served) -> Result<Vec<String>> {
    let server = served.postgres.as_ref().context("PostgreSQL")?;
    let address = server.address("");
    let folder = address.split_once("host=").context("the server's folder")?.1;
    let log = std::fs::read_to_string(format!("{folder}/log")).context("the server's log")?;
    let statement = |line: &str| {
        let (_, after) = line.split_once("LOG:  ")?;
        let text = match after.strip_prefix("statement: ") {
            Some(text) => text,
            None => after.strip_prefix("execute ")?.split_once(": ")?.1,
        };
        text.split_whitespace().next().map(|word| word.trim_end_matches(';').to_uppercase())
    };
    Ok(log.lines().filter_map(statement).collect())
}
