//! Looks: who read which file, why. Committed before the answer is given; a look that cannot be recorded
//! means no answer. One chain per server process and day, fed by one task that writes whatever waits in one
//! commit. A look never changes a version of what was looked at.
//! Must never know: what was in the file.

use crate::{
    Error, Result,
    audit::{self, After, Wanted},
    sql::Unscoped,
};
use database::{Db, Tx, Value};
use tokio::sync::{mpsc, oneshot};

/// One look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// Civil day.
    pub day: String,
    /// Instant, milliseconds since 1970 UTC.
    pub at: i64,
    /// Account.
    pub actor: String,
    /// For which unit.
    pub unit: String,
    /// What was opened: case, list, search, held, roster, scans, `scan:` and what the picture shows, `paper:`
    /// and the form.
    pub what: String,
    /// Number of what was opened; empty for lists and searches.
    pub no: String,
    /// Why, derived: obligation, caseload, supervision, search, sender, or a reason that was typed.
    pub reason: String,
}

/// How many looks one commit takes at most.
const BATCH: usize = 256;

const APPEND: Unscoped = Unscoped::because(
    "the log of looks is written by one task and read by auditors",
    "INSERT INTO look (server, day, seq, at, actor, unit, what, no, reason, link) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
);
const OF: Unscoped = Unscoped::because(
    "the caller has loaded what was looked at through his scope",
    "SELECT day, at, actor, unit, what, no, reason FROM look WHERE no = $1 AND at >= $2 AND at < $3 ORDER BY at DESC, seq DESC LIMIT $4",
);
const ALL: Unscoped = Unscoped::because(
    "doctor proves the chains",
    "SELECT server, day, seq, at, actor, unit, what, no, reason, link FROM look ORDER BY server, day, seq",
);

pub(crate) fn statements() -> Vec<String> {
    [APPEND, OF, ALL].map(|s| s.text().to_owned()).into()
}

pub(crate) type Answer = oneshot::Sender<Result<()>>;

/// The door to the log of looks. Cheap to clone.
#[derive(Clone)]
pub struct Looks {
    queue: mpsc::Sender<(Look, Answer)>,
    db: Db,
}

/// Where the chain of this process stands.
struct Chain {
    server: String,
    day: String,
    seq: i64,
    link: [u8; 32],
}

impl Looks {
    /// Starts the task that writes. `server` names this process's chains and must be new.
    pub fn start(db: Db, server: String) -> Looks {
        let (queue, mut waiting) = mpsc::channel::<(Look, Answer)>(BATCH * 4);
        let writer = db.clone();
        tokio::spawn(async move {
            let mut chain = Chain { server, day: String::new(), seq: 0, link: [0; 32] };
            let mut batch = Vec::with_capacity(BATCH);
            while waiting.recv_many(&mut batch, BATCH).await > 0 {
                let (looks, answers): (Vec<Look>, Vec<Answer>) = batch.drain(..).unzip();
                let outcome = chain.write(&writer, looks).await;
                for answer in answers {
                    let _ = answer.send(outcome.clone()); // the asker may have hung up: the look stands
                }
            }
        });
        Looks { queue, db }
    }

    /// Records a look; comes back when it is durable.
    pub async fn record(&self, look: Look) -> Result<()> {
        let (answer, answered) = oneshot::channel();
        let gone = || Error::Unreadable("log of looks");
        self.queue.send((look, answer)).await.map_err(|_| gone())?;
        answered.await.map_err(|_| gone())?
    }

    /// The latest looks at what has that number, from one instant until before another.
    pub async fn of(&self, no: String, (from, until): (i64, i64), limit: i64) -> Result<Vec<Look>> {
        self.db
            .read_fn(async move |tx: &mut Tx<'_>| {
                let params = [no.as_str().into(), from.into(), until.into(), limit.into()];
                OF.query(tx, &params).await?.iter().map(look).collect()
            })
            .await
    }

    /// What an auditor looks for, the latest first.
    pub async fn searched(&self, wanted: Wanted, after: Option<After>) -> Result<Vec<(Look, After)>> {
        self.db.read_fn(async move |tx: &mut Tx<'_>| audit::looked(tx, &wanted, after.as_ref()).await).await
    }

    /// Proves every chain; answers how many looks there are, or the first that does not fit.
    pub async fn prove(&self) -> Result<std::result::Result<u64, String>> {
        self.db.read_fn(prove).await
    }
}

impl Chain {
    /// Writes looks in one commit; on failure the chain stays where it was.
    async fn write(&mut self, db: &Db, looks: Vec<Look>) -> Result<()> {
        let (mut day, mut seq, mut link) = (self.day.clone(), self.seq, self.link);
        let mut rows = vec![];
        for look in looks {
            if look.day != day {
                (day, seq, link) = (look.day.clone(), 0, [0; 32]);
            }
            seq += 1;
            link = vault::chain::link(&link, &bytes(&self.server, seq, &look), &[]);
            rows.push(row(&self.server, seq, look, link));
        }
        db.write_fn(async move |tx: &mut Tx<'_>| {
            for row in &rows {
                APPEND.run(tx, row).await?;
            }
            Ok::<_, Error>(())
        })
        .await?;
        (self.day, self.seq, self.link) = (day, seq, link);
        Ok(())
    }
}

fn row(server: &str, seq: i64, look: Look, link: [u8; 32]) -> Vec<Value> {
    vec![
        server.into(),
        look.day.into(),
        seq.into(),
        look.at.into(),
        look.actor.into(),
        look.unit.into(),
        look.what.into(),
        look.no.into(),
        look.reason.into(),
        link.to_vec().into(),
    ]
}

fn bytes(server: &str, seq: i64, look: &Look) -> Vec<u8> {
    let mut bytes = [seq.to_be_bytes(), look.at.to_be_bytes()].concat();
    for text in [server, &look.day, &look.actor, &look.unit, &look.what, &look.no, &look.reason] {
        bytes.extend((text.len() as u64).to_be_bytes());
        bytes.extend(text.as_bytes());
    }
    bytes
}

pub(crate) fn look(row: &database::Row) -> Result<Look> {
    let text = |i| row.text(i).map(str::to_owned);
    Ok(Look {
        day: text(0)?,
        at: row.int(1)?,
        actor: text(2)?,
        unit: text(3)?,
        what: text(4)?,
        no: text(5)?,
        reason: text(6)?,
    })
}

async fn prove(tx: &mut Tx<'_>) -> Result<std::result::Result<u64, String>> {
    let mut last = (String::new(), String::new(), 0, [0; 32]);
    let mut proven = 0;
    for row in ALL.query(tx, &[]).await? {
        let (server, day, seq) = (row.text(0)?.to_owned(), row.text(1)?.to_owned(), row.int(2)?);
        if (&server, &day) != (&last.0, &last.1) {
            last = (server.clone(), day.clone(), 0, [0; 32]);
        }
        let text = |i| row.text(i).map(str::to_owned);
        let look = Look {
            day: day.clone(),
            at: row.int(3)?,
            actor: text(4)?,
            unit: text(5)?,
            what: text(6)?,
            no: text(7)?,
            reason: text(8)?,
        };
        let link = vault::chain::link(&last.3, &bytes(&server, seq, &look), &[]);
        if seq != last.2 + 1 || link != row.bytes::<32>(9)? {
            return Ok(Err(format!("{server} {day} {seq}")));
        }
        last = (server, day, seq, link);
        proven += 1;
    }
    Ok(Ok(proven))
}
