//! The journal: streams are loaded, decided upon by the services, appended to. An event's payload is sealed
//! as a whole under its subject's key and bound to its envelope; links chain the versions of a stream.
//!
//! A stream is written with the version that was loaded. Two works that loaded version 7 both try to write
//! 8; the second finds the head moved and gets [`Error::Raced`] (on PostgreSQL also as a unique violation of
//! `event(stream, version)`), and is run again by the services.
//! Must never know: what any event means.

use crate::{Error, Result, sql::Unscoped};
use database::{Row, Tx, Value};
use domain::{
    case::CaseEvent,
    kernel::{Entry, Recorded, Stream},
};
use jiff::civil::Date;
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex, PoisonError},
};
use uuid::Uuid;
use vault::{DataKey, Master, Random};

/// With what and as whom something is written: keys, randomness, the instant, the actor.
#[derive(Clone)]
pub struct Hand {
    /// The instance's keys.
    pub keys: Arc<Master>,
    /// Where nonces, keys and ids come from.
    pub random: Arc<Mutex<dyn Random + Send>>,
    /// The instant, milliseconds since 1970 UTC.
    pub recorded_at: i64,
    /// The account.
    pub actor: String,
    /// The unit for which it acts.
    pub unit: String,
}

impl Hand {
    /// A new id: time-ordered, so that neighbours in time are neighbours on disk (UUIDv7).
    pub fn new_id(&self) -> Uuid {
        let mut bytes = [0; 10];
        self.fill(&mut bytes);
        let millis = u64::try_from(self.recorded_at).unwrap_or_default();
        uuid::Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid()
    }

    /// Random bytes.
    pub fn fill(&self, bytes: &mut [u8]) {
        self.random.lock().unwrap_or_else(PoisonError::into_inner).fill(bytes);
    }

    fn new_key(&self, subject: Uuid) -> (DataKey, Vec<u8>) {
        let mut random = self.random.lock().unwrap_or_else(PoisonError::into_inner);
        let key = DataKey::generate(&mut *random);
        let wrapped = self.keys.wrap(&key, subject.as_bytes(), &mut *random);
        (key, wrapped)
    }

    fn seal(&self, key: &DataKey, aad: &[u8], plain: &[u8]) -> Vec<u8> {
        key.seal(aad, plain, &mut *self.random.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl std::fmt::Debug for Hand {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Hand[redacted]")
    }
}

/// A stream as loaded: its state, and what is needed to write it on.
pub struct Loaded<S> {
    /// The stream's id.
    pub id: Uuid,
    /// Whose key seals it.
    pub subject: Uuid,
    /// Versions so far; 0 for a stream not yet written.
    pub version: i64,
    /// The folded state.
    pub state: S,
    /// The district (or other unit) at whose door it was born; never changes.
    pub home: String,
    head: [u8; 32],
    key: DataKey,
}

const NEW_KEY: Unscoped = Unscoped::because(
    "a key is written for a subject that was just made",
    "INSERT INTO subject_key (subject, wrapped, home) VALUES ($1, $2, $3)",
);
const KEY: Unscoped = Unscoped::because(
    "the subject comes from a stream loaded through a scope or a blind index",
    "SELECT wrapped FROM subject_key WHERE subject = $1",
);
const NEW_STREAM: Unscoped = Unscoped::because(
    "writes the stream that the work decided upon",
    "INSERT INTO stream (id, kind, subject, version, head, format, state, home) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
);
const MOVE_STREAM: Unscoped = Unscoped::because(
    "writes the stream that the work loaded",
    "UPDATE stream SET version = $3, head = $4, format = $5, state = $6 WHERE id = $1 AND version = $2",
);
const APPEND: Unscoped = Unscoped::because(
    "writes the stream that the work loaded",
    "INSERT INTO event (stream, version, kind, kind_version, happened_on, recorded_at, actor, unit, payload, link, home) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
);
const HISTORY: Unscoped = Unscoped::because(
    "the stream was loaded through a scope, or doctor reads everything",
    "SELECT version, kind, kind_version, happened_on, recorded_at, actor, unit, payload, link FROM event WHERE stream = $1 ORDER BY version",
);
const BY_ID: Unscoped = Unscoped::because(
    "the id comes from a blind index, a row just loaded in scope, or doctor",
    "SELECT s.id, s.subject, s.version, s.head, s.format, s.state, s.home, k.wrapped FROM stream s JOIN subject_key k ON k.subject = s.subject WHERE s.id = $1 AND s.kind = $2",
);

pub(crate) fn statements() -> Vec<String> {
    [NEW_KEY, KEY, NEW_STREAM, MOVE_STREAM, APPEND, HISTORY, BY_ID].map(|s| s.text().to_owned()).into()
}

/// The columns of a stream that [`loaded`] reads, in its order; `s` is the stream, `k` its subject's key.
pub(crate) const STREAM_COLUMNS: &str =
    "s.id, s.subject, s.version, s.head, s.format, s.state, s.home, k.wrapped";

/// A stream that does not exist yet, under a new key of its own.
pub async fn new_subject<S: Stream>(tx: &mut Tx<'_>, hand: &Hand, home: &str) -> Result<Loaded<S>> {
    let subject = hand.new_id();
    let (key, wrapped) = hand.new_key(subject);
    NEW_KEY.run(tx, &[subject.into(), wrapped.into(), home.into()]).await?;
    Ok(unwritten(subject, subject, key, home))
}

/// A stream that does not exist yet, about a subject that has a key.
pub async fn of_subject<S: Stream>(
    tx: &mut Tx<'_>,
    hand: &Hand,
    subject: Uuid,
    home: &str,
) -> Result<Loaded<S>> {
    let row = KEY.one(tx, &[subject.into()]).await?.ok_or(Error::Unreadable("subject key"))?;
    let key = unwrap_key(&hand.keys, subject, row.blob(0)?)?;
    Ok(unwritten(hand.new_id(), subject, key, home))
}

fn unwritten<S: Stream>(id: Uuid, subject: Uuid, key: DataKey, home: &str) -> Loaded<S> {
    Loaded { id, subject, version: 0, state: S::default(), home: home.to_owned(), head: [0; 32], key }
}

pub(crate) fn unwrap_key(keys: &Master, subject: Uuid, wrapped: &[u8]) -> Result<DataKey> {
    keys.unwrap(subject.as_bytes(), wrapped).map_err(|_| Error::Unreadable("subject key"))
}

/// A stream by its id.
pub async fn load_by_id<S: Stream>(tx: &mut Tx<'_>, keys: &Master, id: Uuid) -> Result<Option<Loaded<S>>> {
    match BY_ID.one(tx, &[id.into(), S::KIND.into()]).await? {
        Some(row) => loaded(tx, keys, &row).await.map(Some),
        None => Ok(None),
    }
}

/// Reads a stream from [`STREAM_COLUMNS`]; replays it where the kept state has another format.
pub(crate) async fn loaded<S: Stream>(tx: &mut Tx<'_>, keys: &Master, row: &Row) -> Result<Loaded<S>> {
    let (id, subject, version) = (row.uuid(0)?, row.uuid(1)?, row.int(2)?);
    let key = unwrap_key(keys, subject, row.blob(7)?)?;
    let home = row.text(6)?.to_owned();
    let mut loaded = Loaded { id, subject, version, state: S::default(), home, head: row.bytes(3)?, key };
    // Opened whatever its format: the seal is the proof that version and head are those last written.
    let plain = loaded
        .key
        .open(&state_aad(id, version, &loaded.head), row.blob(5)?)
        .map_err(|_| Error::Unreadable("kept state"))?;
    if row.int(4)? == S::FORMAT {
        loaded.state = serde_json::from_slice(&plain).map_err(|_| Error::Unreadable("kept state"))?;
    } else {
        for event in history::<S>(tx, &loaded).await? {
            loaded.state.evolve(&event.event);
        }
    }
    Ok(loaded)
}

/// One recorded event with its envelope.
pub struct Past<E> {
    /// Version in its stream.
    pub version: i64,
    /// When it was recorded, milliseconds since 1970 UTC.
    pub recorded_at: i64,
    /// By which account.
    pub actor: String,
    /// For which unit.
    pub unit: String,
    /// What happened.
    pub event: E,
}

/// All events of a stream, oldest first, unsealed and read into today's shape.
pub async fn history<S: Stream>(tx: &mut Tx<'_>, of: &Loaded<S>) -> Result<Vec<Past<S::Event>>> {
    let rows = HISTORY.query(tx, &[of.id.into()]).await?;
    rows.iter().map(|row| past(of, row)).collect()
}

/// The link of one event.
pub struct Link {
    /// As kept.
    pub kept: [u8; 32],
    /// As it follows from the row and the link before.
    pub computed: [u8; 32],
}

/// A history with the proof of its chain.
pub struct Proven<E> {
    /// The events with their links, oldest first.
    pub past: Vec<(Past<E>, Link)>,
    /// No version is missing, every link fits, and the last one is the head kept beside the state.
    pub chained: bool,
}

/// [`history`] with its proof.
pub async fn proven<S: Stream>(tx: &mut Tx<'_>, of: &Loaded<S>) -> Result<Proven<S::Event>> {
    let mut proven = Proven { past: vec![], chained: true };
    let mut last = vault::chain::GENESIS;
    for (row, version) in HISTORY.query(tx, &[of.id.into()]).await?.iter().zip(1..) {
        let kept = row.bytes(8)?;
        last = vault::chain::link(&last, &Envelope::of(of.id, row)?.bytes(), row.blob(7)?);
        proven.chained &= row.int(0)? == version && kept == last;
        proven.past.push((past(of, row)?, Link { kept, computed: last }));
    }
    let written = proven.past.last().map(|(past, _)| past.version);
    proven.chained &= written == Some(of.version) && last == of.head;
    Ok(proven)
}

/// Unseals and reads one row of [`HISTORY`].
fn past<S: Stream>(of: &Loaded<S>, row: &Row) -> Result<Past<S::Event>> {
    opened::<S>(of.id, &of.key, row)
}

/// One event from the columns of [`HISTORY`].
pub(crate) fn opened<S: Stream>(stream: Uuid, key: &DataKey, row: &Row) -> Result<Past<S::Event>> {
    let envelope = Envelope::of(stream, row)?;
    let unreadable = || Error::Unreadable("event");
    let plain = key.open(&envelope.bytes(), row.blob(7)?).map_err(|_| unreadable())?;
    let event = S::Event::parse(envelope.kind, envelope.kind_version, &plain).map_err(|_| unreadable())?;
    Ok(Past {
        version: envelope.version,
        recorded_at: envelope.recorded_at,
        actor: envelope.actor.to_owned(),
        unit: envelope.unit.to_owned(),
        event,
    })
}

/// The envelope of an event: clear in its row, bound to the sealed payload and to the chain.
struct Envelope<'a> {
    stream: Uuid,
    version: i64,
    kind: &'a str,
    kind_version: i64,
    happened_on: &'a str,
    recorded_at: i64,
    actor: &'a str,
    unit: &'a str,
}

impl Envelope<'_> {
    /// The envelope in a row of [`HISTORY`].
    fn of(stream: Uuid, row: &Row) -> Result<Envelope<'_>> {
        Ok(Envelope {
            stream,
            version: row.int(0)?,
            kind: row.text(1)?,
            kind_version: row.int(2)?,
            happened_on: row.text(3)?,
            recorded_at: row.int(4)?,
            actor: row.text(5)?,
            unit: row.text(6)?,
        })
    }

    /// Fields in a fixed order, texts with their lengths, so that no two envelopes have the same bytes.
    fn bytes(&self) -> Vec<u8> {
        let mut bytes = self.stream.as_bytes().to_vec();
        for n in [self.version, self.kind_version, self.recorded_at] {
            bytes.extend(n.to_be_bytes());
        }
        for text in [self.kind, self.happened_on, self.actor, self.unit] {
            bytes.extend((text.len() as u64).to_be_bytes());
            bytes.extend(text.as_bytes());
        }
        bytes
    }
}

/// The kept state is bound to version and head, so that neither can be moved without the key.
fn state_aad(id: Uuid, version: i64, head: &[u8; 32]) -> Vec<u8> {
    [b"state".as_slice(), id.as_bytes(), &version.to_be_bytes(), head].concat()
}

/// Appends events to a stream, folds them, keeps the new state. Answers their kinds.
pub async fn append<S: Stream>(
    tx: &mut Tx<'_>,
    hand: &Hand,
    of: &mut Loaded<S>,
    today: Date,
    events: Vec<S::Event>,
) -> Result<Vec<String>> {
    if events.is_empty() {
        return Ok(vec![]);
    }
    let before = of.version;
    let mut kinds = vec![];
    let mut rows = vec![];
    for event in events {
        let kind = event.kind();
        let happened_on = event.happened_on().unwrap_or(today).to_string();
        let envelope = Envelope {
            stream: of.id,
            version: of.version + 1,
            kind: &kind,
            kind_version: event.version(),
            happened_on: &happened_on,
            recorded_at: hand.recorded_at,
            actor: &hand.actor,
            unit: &hand.unit,
        };
        let bytes = envelope.bytes();
        let payload = event.payload().to_string();
        let sealed = hand.seal(&of.key, &bytes, payload.as_bytes());
        of.head = vault::chain::link(&of.head, &bytes, &sealed);
        of.version += 1;
        of.state.evolve(&event);
        rows.push(event_row(&envelope, sealed, &of.head, &of.home));
        kinds.push(kind);
    }
    save_state(tx, hand, of, before).await?;
    for row in rows {
        APPEND.run(tx, &row).await?;
    }
    Ok(kinds)
}

fn event_row(envelope: &Envelope<'_>, sealed: Vec<u8>, link: &[u8; 32], home: &str) -> Vec<Value> {
    vec![
        envelope.stream.into(),
        envelope.version.into(),
        envelope.kind.into(),
        envelope.kind_version.into(),
        envelope.happened_on.into(),
        envelope.recorded_at.into(),
        envelope.actor.into(),
        envelope.unit.into(),
        sealed.into(),
        link.to_vec().into(),
        home.into(),
    ]
}

async fn save_state<S: Stream>(tx: &mut Tx<'_>, hand: &Hand, of: &Loaded<S>, before: i64) -> Result<()> {
    let plain = serde_json::to_vec(&of.state).map_err(|_| Error::Unreadable("state"))?;
    let sealed = hand.seal(&of.key, &state_aad(of.id, of.version, &of.head), &plain);
    let head = of.head.to_vec();
    let touched = if before == 0 {
        let row: [Value; 8] = [
            of.id.into(),
            S::KIND.into(),
            of.subject.into(),
            of.version.into(),
            head.into(),
            S::FORMAT.into(),
            sealed.into(),
            of.home.as_str().into(),
        ];
        NEW_STREAM.run(tx, &row).await?
    } else {
        let row: [Value; 6] =
            [of.id.into(), before.into(), of.version.into(), head.into(), S::FORMAT.into(), sealed.into()];
        MOVE_STREAM.run(tx, &row).await?
    };
    if touched == 1 { Ok(()) } else { Err(Error::Raced) }
}

impl<S: Stream> Loaded<S> {
    /// Seals something else under the subject's key.
    pub(crate) fn seal(&self, hand: &Hand, aad: &[u8], plain: &[u8]) -> Vec<u8> {
        hand.seal(&self.key, aad, plain)
    }

    /// Opens what was sealed under the subject's key.
    pub(crate) fn open(&self, aad: &[u8], sealed: &[u8]) -> std::result::Result<Vec<u8>, vault::Unreadable> {
        self.key.open(aad, sealed)
    }
}

/// One line of a case's timeline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What it says.
    pub entry: Entry,
    /// The version of the case that it made.
    pub version: i64,
    /// The account that recorded it.
    pub actor: String,
    /// What it is: kind, and which of that kind from 1; a correction is what it corrects.
    pub of: (String, u32),
    /// A later line stands in for it.
    pub struck: bool,
}

/// The timeline of a case, newest first; of one day, the later recorded comes first. What was corrected
/// stays and is marked.
pub fn timeline(past: &[Past<CaseEvent>]) -> Vec<Line> {
    let mut counts = BTreeMap::<String, u32>::new();
    let mut of = |event: &CaseEvent| match event.corrects() {
        Some((kind, number)) => (kind.to_owned(), number),
        None => {
            let kind = event.kind();
            let count = counts.entry(kind.clone()).or_default();
            *count += 1;
            (kind, *count)
        }
    };
    let line = |p: &Past<CaseEvent>| Line {
        entry: p.event.entry(),
        version: p.version,
        actor: p.actor.clone(),
        of: of(&p.event),
        struck: false,
    };
    let mut lines: Vec<Line> = past.iter().map(line).collect();
    let latest: BTreeMap<(String, u32), i64> = lines.iter().map(|l| (l.of.clone(), l.version)).collect();
    for line in &mut lines {
        line.struck = latest.get(&line.of) != Some(&line.version);
    }
    lines.reverse();
    lines.sort_by_key(|line| std::cmp::Reverse(line.entry.on)); // stable
    lines
}
