//! What is missing before a release: the custodial place's notice and assessment, our receipt.
//! The button leads to the form that settles it, for whoever may fill it in.
//! Must never know: when a paper is due.

use super::{Cursor, words};
use crate::{
    app::App,
    asked::Asked,
    frame::{self, Frame},
    print,
    problem::PageProblem,
    session::Visitor,
    words::{Due, day_of, due},
};
use askama::Template;
use axum::{extract::State, response::Response};
use domain::{case::CaseCommand, command::Spec};
use jiff::civil::Date;
use store::prerelease::{Listed, Paper};

/// How many persons one page shows.
const SHOWN: usize = 50;

struct Tab {
    code: &'static str,
    title: &'static str,
    count: i64,
    current: bool,
}

struct Line {
    no: String,
    name: String,
    custody: String,
    release: String,
    owner: String,
    due: Option<Due>,
}

#[derive(Template)]
#[template(path = "handover/receipts.html")]
struct Page {
    frame: Frame,
    tabs: Vec<Tab>,
    paper: &'static str,
    empty: &'static str,
    /// The command that settles it, for whoever may give it.
    settle: Option<&'static Spec>,
    lines: Vec<Line>,
    count: String,
    next: Option<String>,
    first: Option<String>,
    /// Path of the list on paper.
    print: String,
}

/// `GET /handover/receipts`
pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    asked: Asked,
) -> Result<Response, PageProblem> {
    let paper = Paper::ALL.into_iter().find(|p| Some(p.code()) == asked.get("paper"));
    let paper = paper.unwrap_or(Paper::Notice);
    let list = format!("/handover/receipts?paper={}", paper.code());
    let cursor = Cursor::open(&app, &visitor, &list, asked.get("after"));
    let ask = print::ask(&asked, SHOWN, cursor.after.clone());
    let found = app.service.missing_papers(&visitor.asker, paper, ask).await;
    let found = found.map_err(|p| PageProblem::new(&app, p))?;
    let today = visitor.asker.now.today;
    if print::wanted(&asked) {
        let row = |l: Line| {
            let due = crate::words::on_paper(l.due.as_ref());
            vec![l.name, l.no, l.custody, l.release, l.owner, due]
        };
        let printed = print::List {
            name: "receipts",
            title: "缺少的通知书和回执".into(),
            filter: words_of(paper).0.to_owned(),
            columns: vec![
                ("姓名", 3),
                ("档案号", 4),
                ("监所", 5),
                ("释放日期", 4),
                ("责任单位", 5),
                ("期限", 5),
            ],
            rows: found.page.items.iter().map(|r| row(line(&app, paper, r, today))).collect(),
            more: print::more(&found.page),
            back: list,
        };
        return print::answer(&app, &visitor, printed).await;
    }
    let mut frame = Frame::new(&app, &visitor, "handover", "缺少的通知书和回执");
    frame.notice = cursor.notice();
    let tab = |(of, count): (Paper, i64)| Tab {
        code: of.code(),
        title: words_of(of).0,
        count,
        current: of == paper,
    };
    let settles =
        |s: &&'static Spec| s.name == words_of(paper).1 && s.who.contains(&visitor.asker.actor.role);
    let next = found.page.next.as_ref().map(|keys| Cursor::seal(&app, &visitor, &list, keys));
    frame::render(Page {
        frame,
        tabs: Paper::ALL.into_iter().zip(found.counts).map(tab).collect(),
        paper: words_of(paper).0,
        empty: words_of(paper).2,
        settle: CaseCommand::specs().find(settles),
        lines: found.page.items.iter().map(|r| line(&app, paper, r, today)).collect(),
        count: words::count(&found.page, "人"),
        next: next.map(|after| format!("{list}&after={after}")),
        print: format!("{list}&print=1"),
        first: cursor.after.is_some().then_some(list),
    })
}

/// The name of a paper, the command that settles it, and what an empty list says.
fn words_of(paper: Paper) -> (&'static str, &'static str, &'static str) {
    match paper {
        Paper::Notice => ("通知书未到", "send-notice", "到期的通知书都已收到。"),
        Paper::Assessment => ("评估意见未到", "send-assessment", "到期的综合评估意见都已收到。"),
        Paper::Receipt => ("回执未寄回", "receipt-notice", "收到的通知书都已寄回回执。"),
    }
}

fn line(app: &App, paper: Paper, row: &Listed, today: Date) -> Line {
    Line {
        no: row.no.clone(),
        name: row.name.clone(),
        custody: app.service.units.name(&row.custody).to_owned(),
        release: day_of(&row.release_on, today),
        owner: app.service.units.name(&row.owner).to_owned(),
        due: due(paper.due_on(row), today),
    }
}
