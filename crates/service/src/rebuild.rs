//! Rows computed anew from the streams, in pieces: what `guitu rebuild-rows` does after an upgrade. Each piece is
//! one commit and each stream lies whole in one, so others may go on working meanwhile, and a work that broke
//! off is simply begun again. The rules come first: every other row is computed by those in force.
//! Must never know: what a row means.

use crate::{Problem, Result, Service};
use database::Tx;
use domain::{kernel::Stream, rulebook::Rulebook};
use store::rebuild::{self, Means, Named};
use uuid::Uuid;

/// What was done.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rebuilt {
    /// Streams whose rows were written anew.
    pub streams: u64,
    /// Rows that belonged to no stream and were thrown away.
    pub astray: u64,
    /// Held rows whose number is lost: they need the backup.
    pub lost: Vec<Uuid>,
}

impl Service {
    /// Computes all rows of all streams anew. `told` hears after each piece how many streams are through, and
    /// of how many.
    pub async fn rebuild_rows(&self, told: impl Fn(u64, u64)) -> Result<Rebuilt> {
        let total = self.db.read_fn(async move |tx: &mut Tx<'_>| rebuild::total(tx).await).await?;
        let astray = self.write(async move |tx: &mut Tx<'_>| Ok(rebuild::astray(tx).await?)).await?;
        let mut done = Rebuilt { astray, ..Rebuilt::default() };
        self.through(async |piece| self.renewed(piece, |kind| kind == Rulebook::KIND).await).await?;
        self.through(async |piece| {
            let lost = self.renewed(piece.clone(), |kind| kind != Rulebook::KIND).await?;
            done.streams += piece.len() as u64;
            done.lost.extend(lost);
            told(done.streams, total);
            Ok(vec![])
        })
        .await?;
        Ok(done)
    }

    /// Goes through all streams, piece by piece.
    async fn through(&self, mut each: impl AsyncFnMut(Vec<Named>) -> Result<Vec<Uuid>>) -> Result<()> {
        let mut last = Uuid::nil();
        loop {
            let piece = self.db.read_fn(async move |tx: &mut Tx<'_>| rebuild::after(tx, last).await).await?;
            let Some((end, _)) = piece.last() else { return Ok(()) };
            last = *end;
            each(piece).await?;
        }
    }

    /// Writes the rows of those streams of a piece whose kind is wanted; answers those that lost their number.
    async fn renewed(&self, piece: Vec<Named>, wanted: fn(&str) -> bool) -> Result<Vec<Uuid>> {
        let service = self.clone();
        self.write(async move |tx: &mut Tx<'_>| {
            // The rules may have been replaced, or found again, since the work began.
            let service = service.clone();
            let (rules, calendar) = service.rules();
            let means = Means { keys: &service.keys, rules, calendar, city: service.city.code() };
            let mut lost = vec![];
            for named in piece.iter().filter(|(_, kind)| wanted(kind)) {
                if !rebuild::one(tx, &means, named).await.map_err(Problem::from)? {
                    lost.push(named.0);
                }
            }
            Ok(lost)
        })
        .await
    }
}
