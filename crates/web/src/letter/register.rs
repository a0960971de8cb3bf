//! The register of a unit's letters in a year, narrowed by kind and by what is still to be done, and the form
//! that draws the next number.
//! Must never know: which number comes next.

use super::{described, word};
use crate::{
    App,
    asked::Asked,
    form::{self, Control, Lists, Posted, Shape, Told},
    frame::{self, Frame},
    notice, print,
    problem::PageProblem,
    session::Visitor,
    words::day,
};
use askama::Template;
use axum::{
    extract::State,
    response::{Html, IntoResponse, Redirect, Response},
};
use domain::{
    command::Spec,
    letter::{Book, DELIVERIES, KINDS, Letter},
    unit::Unit,
};
use jiff::civil::Date;
use serde_json::{Map, Value};
use service::{Asker, Given, Problem, letter::Place};

/// What the register is narrowed to: code and words.
const STATES: [(&str, &str); 4] =
    [("unsealed", "未用印"), ("unproved", "未送达"), ("proved", "已送达"), ("voided", "已作废")];

struct Pick {
    code: String,
    label: String,
    chosen: bool,
}

struct Line {
    id: String,
    no: String,
    on: String,
    what: &'static str,
    title: String,
    addressee: String,
    cases: Vec<String>,
    seal: String,
    delivery: String,
    voided: bool,
}

/// A form of this page, with what was typed into it.
struct Asking {
    spec: &'static Spec,
    controls: Vec<Control>,
    sorry: Option<String>,
    key: String,
}

#[derive(Template)]
#[template(path = "letter/register.html")]
struct Page {
    frame: Frame,
    unit: String,
    year: i16,
    word: String,
    books: Vec<Pick>,
    kinds: Vec<Pick>,
    states: Vec<Pick>,
    filtered: bool,
    lines: Vec<Line>,
    total: usize,
    issue: Option<Asking>,
    name: Option<Asking>,
}

impl Page {
    /// Path of the list on paper, narrowed as it is now.
    fn print(&self) -> String {
        let chosen = |list: &[Pick]| list.iter().find(|p| p.chosen).map_or(String::new(), |p| p.code.clone());
        let (book, what, state) = (chosen(&self.books), chosen(&self.kinds), chosen(&self.states));
        format!("/letters?book={book}&what={what}&state={state}&print=1")
    }
}

/// What the register is asked for.
struct Wanted {
    unit: Unit,
    year: i16,
    what: Option<&'static str>,
    state: Option<&'static str>,
}

impl Wanted {
    /// `book` is a unit and a year: `440106-2026`.
    fn read(asked: &Asked, asker: &Asker) -> Wanted {
        let own = Wanted::own(asker);
        let book = asked.get("book").and_then(|b| b.split_once('-'));
        let book = book.and_then(|(unit, year)| Some((Unit::new(unit), year.parse().ok()?)));
        let (unit, year) = book.unwrap_or((own.unit, own.year));
        let code = |list: &'static [(&'static str, &'static str)], key: &str| {
            list.iter().map(|(code, _)| *code).find(|code| Some(*code) == asked.get(key))
        };
        Wanted { unit, year, what: code(KINDS, "what"), state: code(&STATES, "state") }
    }

    fn own(asker: &Asker) -> Wanted {
        let (unit, year) = (asker.actor.unit.clone(), asker.now.today.year());
        Wanted { unit, year, what: None, state: None }
    }

    fn holds(&self, letter: &Letter) -> bool {
        let state = match self.state {
            Some("unsealed") => letter.voided.is_none() && letter.seal.is_none(),
            Some("unproved") => letter.lacks_proof(),
            Some("proved") => letter.voided.is_none() && letter.delivery.is_some(),
            Some("voided") => letter.voided.is_some(),
            _ => true,
        };
        state && self.what.is_none_or(|what| letter.what == what)
    }
}

/// `GET /letters`
pub(super) async fn list(
    State(app): State<App>,
    visitor: Visitor,
    asked: Asked,
) -> Result<Response, PageProblem> {
    let wanted = Wanted::read(&asked, &visitor.asker);
    let page = shaped(&app, &visitor, &wanted, None).await?;
    if print::wanted(&asked) {
        let word = |list: &'static [(&'static str, &'static str)], code: Option<&str>| {
            list.iter().find(|(c, _)| Some(*c) == code).map_or("全部", |(_, word)| *word)
        };
        let row = |l: Line| vec![l.no, l.on, l.what.to_string(), l.title, l.addressee, l.seal, l.delivery];
        let printed = print::List {
            name: "letters",
            title: format!("发文登记 {}年", page.year),
            filter: format!(
                "登记簿：{}；种类：{}；情况：{}",
                page.unit,
                word(KINDS, wanted.what),
                word(&STATES, wanted.state)
            ),
            columns: vec![
                ("文号", 5),
                ("日期", 4),
                ("种类", 4),
                ("标题", 7),
                ("主送", 5),
                ("用印", 4),
                ("送达", 4),
            ],
            rows: page.lines.into_iter().map(row).collect(),
            more: false,
            back: format!("/letters?book={}-{}", wanted.unit.code(), wanted.year),
        };
        return print::answer(&app, &visitor, printed).await;
    }
    let notice = notice::open(&app, &visitor.asker, &asked);
    frame::render(Page { frame: page.frame.with_notice(notice), ..page })
}

/// `POST /letters`
pub(super) async fn issue(State(app): State<App>, posted: Posted) -> Result<Response, PageProblem> {
    give(&app, posted, "issue-letter").await
}

/// `POST /letters/word`
pub(super) async fn name(State(app): State<App>, posted: Posted) -> Result<Response, PageProblem> {
    give(&app, posted, "name-letters").await
}

/// What was typed, what is wrong, and under which key.
struct Again<'a> {
    name: &'a str,
    typed: Map<String, Value>,
    told: Told,
    key: Option<String>,
}

async fn give(app: &App, posted: Posted, name: &str) -> Result<Response, PageProblem> {
    let Posted { visitor, fields, key, .. } = posted;
    let given = Given { if_match: None, idempotency_key: key.clone() };
    match app.service.give_letter(&visitor.asker, None, name, &fields, given).await {
        Ok(receipt) => {
            let (path, text) = match name {
                "issue-letter" => (format!("/letters/{}", receipt.no), "文号已编好。盖章后请登记用印。"),
                _ => ("/letters".to_owned(), "机关代字已保存。"),
            };
            Ok(Redirect::to(&notice::on(app, &visitor.asker, &path, text)).into_response())
        }
        Err(problem) => {
            let key = key.filter(|_| problem != Problem::KeyReused);
            let told = Told::new(problem).map_err(|p| PageProblem::new(app, p))?;
            let status = told.status;
            let wanted = Wanted::own(&visitor.asker);
            let again = Again { name, typed: fields, told, key };
            let page = shaped(app, &visitor, &wanted, Some(again)).await?;
            Ok((status, Html(frame::text(page)?)).into_response())
        }
    }
}

async fn shaped(
    app: &App,
    visitor: &Visitor,
    wanted: &Wanted,
    again: Option<Again<'_>>,
) -> Result<Page, PageProblem> {
    let asker = &visitor.asker;
    let register = app.service.letters(asker, &wanted.unit, wanted.year).await;
    let register = register.map_err(|p| PageProblem::new(app, p))?;
    let own = wanted.unit == asker.actor.unit && wanted.year == asker.now.today.year();
    let held: Vec<&Letter> = register.book.letters.iter().rev().filter(|l| wanted.holds(l)).collect();
    let ask = |name: &str| own.then(|| asking(app, asker, name, again.as_ref())).flatten();
    Ok(Page {
        frame: Frame::new(app, visitor, "letters", "发文登记"),
        unit: app.service.units.name(wanted.unit.code()).to_owned(),
        year: wanted.year,
        issue: ask("issue-letter").filter(|_| !register.book.word.is_empty()),
        name: ask("name-letters"),
        word: register.book.word.clone(),
        books: books(app, asker, &register.books, wanted),
        kinds: picks(KINDS, wanted.what),
        states: picks(&STATES, wanted.state),
        filtered: wanted.what.is_some() || wanted.state.is_some(),
        lines: held.into_iter().map(|l| line(&register.book, l, asker.now.today)).collect(),
        total: register.book.letters.len(),
    })
}

fn asking(app: &App, asker: &Asker, name: &str, again: Option<&Again<'_>>) -> Option<Asking> {
    let spec = described(name).filter(|s| s.who.contains(&asker.actor.role))?;
    let again = again.filter(|a| a.name == name);
    let (none, nothing) = (Map::new(), vec![]);
    let (typed, errors) = again.map_or((&none, &nothing), |a| (&a.typed, &a.told.fields));
    Some(Asking {
        spec,
        controls: form::controls(spec.fields, typed, errors, &Lists::default()),
        sorry: again.map(|a| a.told.sentence.clone()),
        key: again.and_then(|a| a.key.clone()).unwrap_or_else(|| form::fresh_key(app)),
    })
}

/// The books that may be read, and the asker's own of this year though it may be empty.
fn books(app: &App, asker: &Asker, found: &[(String, i64)], wanted: &Wanted) -> Vec<Pick> {
    let own = (asker.actor.unit.code().to_owned(), i64::from(asker.now.today.year()));
    let rest = found.iter().filter(|book| **book != own);
    let pick = |(unit, year): &(String, i64)| Pick {
        code: format!("{unit}-{year}"),
        label: format!("{} {year}年", app.service.units.name(unit)),
        chosen: *unit == wanted.unit.code() && *year == i64::from(wanted.year),
    };
    std::iter::once(&own).chain(rest).map(pick).collect()
}

fn picks(list: &[(&str, &str)], chosen: Option<&str>) -> Vec<Pick> {
    let pick = |(code, label): &(&str, &str)| Pick {
        code: (*code).to_owned(),
        label: (*label).to_owned(),
        chosen: chosen == Some(*code),
    };
    list.iter().map(pick).collect()
}

fn line(book: &Book, letter: &Letter, today: Date) -> Line {
    let at = Place { unit: book.unit.clone(), year: book.year, number: letter.number };
    Line {
        id: at.to_string(),
        no: letter.printed(book.year),
        on: day(letter.on, today),
        what: word(KINDS, &letter.what),
        title: letter.title.clone(),
        addressee: letter.addressee.clone(),
        cases: letter.cases.clone(),
        seal: letter.seal.as_ref().map_or_else(String::new, |s| {
            format!("{} {} 份，{}批准", day(s.on, today), s.copies, s.approved_by)
        }),
        delivery: letter.delivery.as_ref().map_or_else(String::new, |d| {
            format!("{} {}，{}收", day(d.on, today), word(DELIVERIES, &d.how), d.received_by)
        }),
        voided: letter.voided.is_some(),
    }
}
