//! What bureaus have to decide about verification (SC-04): twice returned, corrections disputed by the custodial
//! place, records that may be of one person. Earliest decision first; a page can be printed.
//! Must never know: how anything is decided.

use super::{Cursor, words};
use crate::{
    app::App,
    asked::Asked,
    frame::{self, Frame},
    print,
    problem::PageProblem,
    session::Visitor,
    words::{Due, due},
};
use askama::Template;
use axum::{extract::State, response::Response};
use store::{dispute::Kind, rows::Owed};

/// How many lines one page shows.
const SHOWN: usize = 50;

/// One thing to be decided.
struct Line {
    no: String,
    name: String,
    title: String,
    why: String,
    owner: String,
    due: Option<Due>,
}

/// A tab over the list.
struct Tab {
    code: &'static str,
    title: &'static str,
    current: bool,
}

#[derive(Template)]
#[template(path = "handover/disputes.html")]
struct Disputes {
    frame: Frame,
    kind: &'static str,
    tabs: Vec<Tab>,
    lines: Vec<Line>,
    count: String,
    next: Option<String>,
    later_page: bool,
}

/// `GET /handover/disputes`
pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    asked: Asked,
) -> Result<Response, PageProblem> {
    let kind = Kind::ALL.into_iter().find(|k| asked.get("kind") == Some(k.code())).unwrap_or(Kind::All);
    let list = format!("disputes:{}", kind.code());
    let cursor = Cursor::open(&app, &visitor, &list, asked.get("after"));
    let ask = print::ask(&asked, SHOWN, cursor.after.clone());
    let found =
        app.service.disputes(&visitor.asker, kind, ask).await.map_err(|p| PageProblem::new(&app, p))?;
    if print::wanted(&asked) {
        let row = |l: Line| {
            let due = crate::words::on_paper(l.due.as_ref());
            vec![l.name, l.no, l.title, l.why, l.owner, due]
        };
        let printed = print::List {
            name: "disputes",
            title: "争议".into(),
            filter: title(kind).to_owned(),
            columns: vec![
                ("姓名", 3),
                ("档案号", 4),
                ("要裁定什么", 5),
                ("依据", 9),
                ("由谁裁定", 5),
                ("期限", 5),
            ],
            rows: found.items.iter().map(|o| row(line(&app, &visitor, o))).collect(),
            more: print::more(&found),
            back: format!("/handover/disputes?kind={}", kind.code()),
        };
        return print::answer(&app, &visitor, printed).await;
    }
    let mut frame = Frame::new(&app, &visitor, "handover", "争议");
    frame.notice = cursor.notice();
    frame::render(Disputes {
        frame,
        kind: kind.code(),
        tabs: Kind::ALL.map(|k| Tab { code: k.code(), title: title(k), current: k == kind }).into(),
        lines: found.items.iter().map(|o| line(&app, &visitor, o)).collect(),
        count: words::count(&found, "项"),
        next: found.next.as_ref().map(|keys| Cursor::seal(&app, &visitor, &list, keys)),
        later_page: cursor.after.is_some(),
    })
}

fn title(kind: Kind) -> &'static str {
    match kind {
        Kind::All => "全部",
        Kind::Returned => "第二次退回",
        Kind::Correction => "更正争议",
        Kind::Likeness => "疑似同一人",
    }
}

fn line(app: &App, visitor: &Visitor, owed: &Owed) -> Line {
    Line {
        no: owed.no.clone(),
        name: owed.name.clone(),
        title: owed.title.clone(),
        why: owed.why.clone(),
        owner: app.service.units.name(&owed.owner).to_owned(),
        due: due(&owed.due_on, visitor.asker.now.today),
    }
}
