//! Custodial places that never sign in: what waits for their answer, the workbook out, the filled one back. A
//! file is shown row by row first; what is confirmed is recorded from the letter.
//! Must never know: what an answer does to a case.

use super::{
    Cursor,
    upload::{self, Bad},
    words,
};
use crate::{
    app::App,
    asked::Asked,
    form::{self, Posted, Told},
    frame::{self, Frame},
    print,
    problem::PageProblem,
    session::Visitor,
    words::{Due, due},
};
use askama::Template;
use axum::{
    extract::{Multipart, State, multipart::MultipartRejection},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use service::{
    Problem,
    handover::{AnswerTold, Effect},
};
use store::page::Ask;

/// How many custodial places one page shows.
const SHOWN: usize = 100;
/// The name of the list, for its cursors.
const LIST: &str = "prisons";
/// The media type of a workbook.
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// A custodial place with open questions.
struct Place {
    code: String,
    name: String,
    persons: usize,
    due: Option<Due>,
}

/// One row and what becomes of it.
struct Line {
    row: u32,
    no: String,
    item: String,
    tone: &'static str,
    word: &'static str,
    text: String,
}

#[derive(Template)]
#[template(path = "handover/prisons.html")]
struct Prisons {
    frame: Frame,
    places: Vec<Place>,
    count: String,
    next: Option<String>,
    later_page: bool,
    chosen: String,
    purpose: String,
    error: Option<String>,
}

#[derive(Template)]
#[template(path = "handover/answers.html")]
struct AnswersPage {
    frame: Frame,
    done: bool,
    waiting: String,
    letter_no: String,
    on: String,
    error: Option<String>,
    answering: usize,
    wrong: usize,
    lines: Vec<Line>,
}

/// `GET /handover/prisons`
pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    asked: Asked,
) -> Result<Response, PageProblem> {
    let cursor = Cursor::open(&app, &visitor, LIST, asked.get("after"));
    if print::wanted(&asked) {
        let ask = print::ask(&asked, SHOWN, None);
        let found = app.service.asked_places(&visitor.asker, ask).await;
        let found = found.map_err(|p| PageProblem::new(&app, p))?;
        let row = |p: &service::handover::Place| {
            let due = due(&p.due_on, visitor.asker.now.today);
            vec![p.name.clone(), p.persons.to_string(), crate::words::on_paper(due.as_ref())]
        };
        let printed = print::List {
            name: LIST,
            title: "待监所答复".into(),
            filter: "全部监所".into(),
            columns: vec![("监所", 6), ("人数", 2), ("最早期限", 4)],
            rows: found.items.iter().map(row).collect(),
            more: print::more(&found),
            back: "/handover/prisons".into(),
        };
        return print::answer(&app, &visitor, printed).await;
    }
    let mut page = prisons(&app, &visitor, cursor.after.clone(), ("", ""), None).await?;
    page.frame.notice = cursor.notice();
    frame::render(page)
}

/// `POST /handover/prisons/export`: the workbook for one place.
pub(super) async fn export(State(app): State<App>, posted: Posted) -> Result<Response, PageProblem> {
    let (visitor, custody, purpose) = (&posted.visitor, posted.text("custody"), posted.text("purpose"));
    match app.service.ask_place(&visitor.asker, custody, purpose).await {
        Ok(book) => {
            // The code of a place is in the list of units: letters and digits.
            let name = format!("attachment; filename=\"questions-{}.xlsx\"", ascii(custody));
            let headers = [(header::CONTENT_TYPE, XLSX.to_owned()), (header::CONTENT_DISPOSITION, name)];
            Ok((headers, book).into_response())
        }
        Err(problem) => {
            let told = told(&app, problem)?;
            again(&app, visitor, (custody, purpose), told).await
        }
    }
}

/// `POST /handover/prisons/answers`: reads a filled workbook and shows what each row would do.
pub(super) async fn preview(
    State(app): State<App>,
    visitor: Visitor,
    headers: HeaderMap,
    parts: Result<Multipart, MultipartRejection>,
) -> Result<Response, PageProblem> {
    // Nobody sends a file for nothing.
    app.service.may_record_answers(&visitor.asker).map_err(|p| PageProblem::new(&app, p))?;
    if !form::from_own_pages(&headers) {
        return Err(form::foreign());
    }
    let sent = match parts {
        Ok(parts) => upload::read(parts, &visitor).await,
        Err(_) => Err(Bad::Broken),
    };
    let sent = match sent {
        Ok(sent) => sent,
        Err(bad) => {
            return again(&app, &visitor, ("", ""), (bad.status(), bad.sentence().to_owned())).await;
        }
    };
    match app.service.preview_answers(&visitor.asker, sent.bytes).await {
        Ok(answers) => {
            let page = answers_page(&app, &visitor, answers.waiting, answers.rows);
            frame::render(page)
        }
        Err(problem) => {
            let told = told(&app, problem)?;
            again(&app, &visitor, ("", ""), told).await
        }
    }
}

/// `POST /handover/prisons/confirm`: records what was shown, from the letter.
pub(super) async fn confirm(State(app): State<App>, posted: Posted) -> Result<Response, PageProblem> {
    let visitor = &posted.visitor;
    let [waiting, letter_no, on] = ["waiting", "letter_no", "on"].map(|key| posted.text(key).to_owned());
    match app.service.confirm_answers(&visitor.asker, &waiting, &letter_no, &on).await {
        Ok(rows) => {
            frame::render(AnswersPage { done: true, ..answers_page(&app, visitor, String::new(), rows) })
        }
        Err(problem) => {
            let (status, sentence) = told(&app, problem)?;
            let page = answers_page(&app, visitor, waiting, vec![]);
            // What was shown still waits: the form comes back with what was typed.
            let page = AnswersPage { letter_no, on, error: Some(sentence), answering: 1, ..page };
            Ok((status, frame::render(page)?).into_response())
        }
    }
}

fn ascii(code: &str) -> String {
    code.chars().filter(char::is_ascii_alphanumeric).take(20).collect()
}

fn told(app: &App, problem: Problem) -> Result<(StatusCode, String), PageProblem> {
    let told = Told::new(problem).map_err(|p| PageProblem::new(app, p))?;
    let detail = told.fields.first().map(|field| field.message.clone());
    Ok((told.status, detail.unwrap_or(told.sentence)))
}

async fn again(
    app: &App,
    visitor: &Visitor,
    typed: (&str, &str),
    (status, sentence): (StatusCode, String),
) -> Result<Response, PageProblem> {
    let page = prisons(app, visitor, None, typed, Some(sentence)).await?;
    Ok((status, frame::render(page)?).into_response())
}

async fn prisons(
    app: &App,
    visitor: &Visitor,
    after: Option<(String, String)>,
    (chosen, purpose): (&str, &str),
    error: Option<String>,
) -> Result<Prisons, PageProblem> {
    let later_page = after.is_some();
    let found = app.service.asked_places(&visitor.asker, Ask { limit: SHOWN, after }).await;
    let found = found.map_err(|p| PageProblem::new(app, p))?;
    let today = visitor.asker.now.today;
    let place = |p: service::handover::Place| Place {
        due: due(&p.due_on, today),
        code: p.code,
        name: p.name,
        persons: p.persons,
    };
    Ok(Prisons {
        frame: Frame::new(app, visitor, "handover", "待监所答复"),
        count: words::count(&found, "个监所"),
        next: found.next.as_ref().map(|keys| Cursor::seal(app, visitor, LIST, keys)),
        later_page,
        places: found.items.into_iter().map(place).collect(),
        chosen: chosen.to_owned(),
        purpose: purpose.to_owned(),
        error,
    })
}

fn answers_page(app: &App, visitor: &Visitor, waiting: String, rows: Vec<AnswerTold>) -> AnswersPage {
    AnswersPage {
        frame: Frame::new(app, visitor, "handover", "核对监所答复"),
        done: false,
        waiting,
        letter_no: String::new(),
        on: String::new(),
        error: None,
        answering: rows.iter().filter(|r| r.effect == Effect::Answers).count(),
        wrong: rows.iter().filter(|r| matches!(r.effect, Effect::Wrong(..))).count(),
        lines: rows.into_iter().map(line).collect(),
    }
}

fn line(told: AnswerTold) -> Line {
    let (tone, word, text) = match told.effect {
        Effect::Answers => ("done", "答复", String::new()),
        Effect::Nothing(why) => ("", "不变", why),
        Effect::Wrong(column, what) => ("late", "有问题", format!("“{column}”：{what}")),
    };
    Line { row: told.row, no: told.no, item: told.item, tone, word, text }
}
