//! 材料: a picture is read in a limited child process, encoded anew, sealed and attached to its case in one
//! commit. A file that was sent before is known by its fingerprint and attached once. Nothing is shown before
//! the look is recorded; small pictures belong to the look at the page that lists them.
//! Must never know: how a picture is decoded, who may attach what.

use crate::{
    Asker, Given, Problem, Receipt, Result, Service,
    case::{View, find, load, may_give, reason},
};
use database::Tx;
use documents::picture::Limits;
use domain::{
    case::{Case, CaseCommand},
    kernel::Stream,
    scan::{self, ATTACH, Command, Content, Item},
};
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};
use store::{
    Loaded,
    scan::{Kept, Part},
};

/// A file is at most so large.
pub const FILE_AT_MOST: usize = 10_000_000;

/// The purpose of a pass for small pictures.
const PASS: &str = "scans";
/// A page that lists pictures may load the small ones for ten minutes.
const PASS_LASTS_MILLIS: i64 = 10 * 60 * 1000;

/// The pictures of a case as a page lists them.
pub struct Scans {
    /// The name the custodial place sent.
    pub name: String,
    /// Those that the asker is shown, latest first.
    pub items: Vec<Item>,
    /// Names of the accounts that attached them.
    pub names: BTreeMap<String, String>,
    /// The kinds the asker may attach now: (code, Chinese).
    pub kinds: Vec<(&'static str, &'static str)>,
    /// The asker may withdraw.
    pub withdraws: bool,
    /// With it the small pictures are part of this look.
    pub pass: String,
}

/// What became of a file that was sent.
pub struct Attached {
    /// The address of the picture.
    pub id: String,
    /// What changed; no event if the picture was there already.
    pub receipt: Receipt,
}

/// A picture ready to be kept.
#[derive(Clone)]
struct Ready {
    asked: Asked,
    hash: String,
    kept: Kept,
    media: &'static str,
    request: Vec<u8>,
}

/// What is asked beside the file.
#[derive(Clone)]
struct Asked {
    kind: String,
    title: Option<String>,
    by_hand: bool,
}

impl Asked {
    fn command(&self, content: Content) -> CaseCommand {
        let Asked { kind, title, by_hand } = self.clone();
        CaseCommand::Scan(Command::Attach { content, kind, title, by_hand })
    }

    /// The same picture as the same kind is the same item.
    fn is(&self, item: &Item) -> bool {
        item.kind == self.kind
    }
}

impl Service {
    /// Attaches a picture to a case. `typed` is described by [`ATTACH`].
    pub async fn attach_scan(
        &self,
        asker: &Asker,
        no: &str,
        typed: &Map<String, Value>,
        file: Vec<u8>,
        given: Given,
    ) -> Result<Attached> {
        let case = self.loaded(asker, no).await?;
        may_give(&ATTACH, asker)?;
        let fields = ATTACH.read(typed).map_err(Problem::Fields)?;
        let text = |key: &str| fields.get(key).and_then(Value::as_str).map(str::to_owned);
        let asked = Asked {
            kind: text("kind").unwrap_or_default(),
            title: text("title"),
            by_hand: fields.get("by_hand").and_then(Value::as_bool).unwrap_or_default(),
        };
        let hash = match self.sent_before(asker, no, &case, &asked, &file)? {
            Before::Already(attached) => return Ok(attached),
            Before::New(hash) => hash,
        };
        let picture = documents::limited::prepare_in_child(&self.reader, file, Limits::default()).await?;
        let mut signed = fields;
        signed.insert("hash".into(), hash.clone().into());
        let request = self.request_hash(no, ATTACH.name, &signed);
        let (media, kept) = (picture.media, Kept { whole: picture.bytes, small: picture.small });
        self.keep_scan(asker, no, Ready { asked, hash, kept, media, request }, given).await
    }

    /// Whether the file is attached already, and whether the asker may attach it at all: nobody else makes the
    /// server decode anything.
    fn sent_before(
        &self,
        asker: &Asker,
        no: &str,
        case: &Loaded<Case>,
        asked: &Asked,
        file: &[u8],
    ) -> Result<Before> {
        let hash = store::scan::fingerprint(&self.keys, case, file);
        let same = case.state.scan.items.iter().find(|item| item.hash == hash);
        if let Some(item) = same.filter(|item| asked.is(item)) {
            let receipt = self.receipt(no, case, vec![]);
            return Ok(Before::Already(Attached { id: item.id.clone(), receipt }));
        }
        let id = same.map(|item| item.id.clone()).unwrap_or_default();
        let content = Content { id, hash: hash.clone(), size: 0, media: String::new() };
        case.state.decide(asked.command(content), &self.ctx(asker))?;
        Ok(Before::New(hash))
    }

    async fn keep_scan(&self, asker: &Asker, no: &str, ready: Ready, given: Given) -> Result<Attached> {
        let (service, asker, no) = (self.clone(), asker.clone(), no.to_owned());
        self.write(async move |tx: &mut Tx<'_>| {
            let Ready { asked, hash, kept, media, request } = &ready;
            let hand = service.hand(&asker);
            let mut case = load(tx, &asker, &service.keys, &no).await?;
            let id = store::scan::address(&service.keys, &case, &kept.whole);
            if let Some(receipt) = service.answered(tx, &asker, &given, request).await? {
                return Ok(Attached { id, receipt });
            }
            if case.state.scan.get(&id).is_some_and(|item| asked.is(item)) {
                return Ok(Attached { id, receipt: service.receipt(&no, &case, vec![]) });
            }
            let size = kept.whole.len() as u64;
            let content = Content { id, hash: hash.clone(), size, media: (*media).to_owned() };
            let events = case.state.decide(asked.command(content), &service.ctx(&asker))?;
            let id = store::scan::save(tx, &hand, &case, kept).await?;
            let today = asker.now.today;
            let kinds = store::case::append(tx, &hand, &mut case, today, events, service.rules()).await?;
            let receipt = service.receipt(&no, &case, kinds);
            service.keep(tx, &asker, &given, request, &receipt).await?;
            Ok(Attached { id, receipt })
        })
        .await
    }

    /// The pictures of a case. One look for the page.
    pub async fn scans(&self, asker: &Asker, no: &str) -> Result<Scans> {
        let (keys, who, wanted) = (self.keys.clone(), asker.clone(), no.to_owned());
        let (case, owed, names) = self
            .db
            .read_fn(async move |tx: &mut Tx<'_>| {
                let (case, scope) = find(tx, &who, &keys, &wanted).await?;
                let case = case.state;
                let owed = store::obligation::of_case(tx, &scope, &wanted).await?;
                let accounts = shown(&who, &case).map(|item| item.by.as_str()).collect::<BTreeSet<_>>();
                let names = store::account::names(tx, &accounts).await?;
                Ok::<_, Problem>((case, owed, names))
            })
            .await?;
        self.look(asker, "scans", no, reason(asker, &case, &owed)).await?;
        let withdraw = CaseCommand::specs().find(|s| s.name == "withdraw-scan");
        Ok(Scans {
            name: case.handover.sent.name.clone(),
            items: shown(asker, &case).rev().cloned().collect(),
            names,
            kinds: scan::kinds_for(&case, &asker.actor),
            withdraws: case.owner() == Some(&asker.actor.unit)
                && withdraw.is_some_and(|s| s.who.contains(&asker.actor.role) && case.offers(s.name)),
            pass: self.seal(asker, PASS, no, PASS_LASTS_MILLIS),
        })
    }

    /// One picture whole, with what is known of it. The look is durable before anything is shown.
    pub async fn scan(&self, asker: &Asker, no: &str, id: &str) -> Result<(Item, Vec<u8>)> {
        let (item, bytes, why) = self.fetch(asker, no, id, Part::Whole).await?;
        self.look(asker, &format!("scan:{}", item.kind), no, why).await?;
        Ok((item, bytes))
    }

    /// One small picture. With the pass of a page that listed it, it belongs to the look at that page.
    pub async fn small_scan(&self, asker: &Asker, no: &str, id: &str, pass: &str) -> Result<(Item, Vec<u8>)> {
        let (item, bytes, why) = self.fetch(asker, no, id, Part::Small).await?;
        if self.unseal(asker, PASS, pass).as_deref() != Some(no) {
            self.look(asker, &format!("scan:{}", item.kind), no, why).await?;
        }
        Ok((item, bytes))
    }

    /// A picture of a case in scope, and why the asker may see it.
    async fn fetch(
        &self,
        asker: &Asker,
        no: &str,
        id: &str,
        part: Part,
    ) -> Result<(Item, Vec<u8>, &'static str)> {
        let (keys, who) = (self.keys.clone(), asker.clone());
        let (no, id) = (no.to_owned(), id.to_owned());
        let (case, owed, item, bytes) = self
            .db
            .read_fn(async move |tx: &mut Tx<'_>| {
                let (case, scope) = find(tx, &who, &keys, &no).await?;
                let owed = store::obligation::of_case(tx, &scope, &no).await?;
                let item = shown(&who, &case.state).find(|item| item.id == id).cloned();
                let item = item.ok_or(Problem::NotFound)?;
                let bytes = store::scan::fetch(tx, &scope, &case, &id, part).await?;
                let bytes = bytes.ok_or_else(|| Problem::Broken("an attached picture is not kept".into()))?;
                Ok::<_, Problem>((case.state, owed, item, bytes))
            })
            .await?;
        Ok((item, bytes, reason(asker, &case, &owed)))
    }

    async fn loaded(&self, asker: &Asker, no: &str) -> Result<Loaded<Case>> {
        let (who, keys, no) = (asker.clone(), self.keys.clone(), no.to_owned());
        self.db.read_fn(async move |tx: &mut Tx<'_>| load(tx, &who, &keys, &no).await).await
    }
}

/// What is known before a file is decoded.
enum Before {
    /// It is attached.
    Already(Attached),
    /// It is not; its fingerprint.
    New(String),
}

/// The pictures of a case that the asker is shown.
pub fn shown<'a>(asker: &'a Asker, case: &'a Case) -> impl DoubleEndedIterator<Item = &'a Item> {
    case.scan.items.iter().filter(|item| item.is_shown_to(asker.actor.role))
}

/// What the form of withdrawing offers: (address, label).
pub(crate) fn choices(asker: &Asker, view: &View) -> Vec<(String, String)> {
    let label = |item: &Item| {
        let title = item.title.as_ref().map_or_else(String::new, |t| format!("，{t}"));
        format!("{}（{} 附上{title}）", item.name(), item.on)
    };
    shown(asker, &view.case).map(|item| (item.id.clone(), label(item))).collect()
}
