//! 未衔接人员表 (T4c, R-11): who was found in a month not to belong here, why, and whether that was reported.
//! Must never know: who is reported by whom.

use super::{
    Cursor,
    month::{Month, Pick},
    prerelease::reason,
    words,
};
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
use jiff::civil::Date;
use store::prerelease::Listed;

/// How many persons one page shows.
const SHOWN: usize = 100;

struct Line {
    no: String,
    name: String,
    custody: String,
    release: String,
    why: &'static str,
    found: String,
    owner: String,
    /// Reported on that day; `None` where it is still to be done.
    reported: Option<String>,
    /// Only who lives outside the city is reported upward.
    reports: bool,
}

#[derive(Template)]
#[template(path = "handover/unlinked.html")]
struct Page {
    frame: Frame,
    month: Month,
    months: Vec<Pick>,
    to_report: i64,
    report_by: Option<Due>,
    lines: Vec<Line>,
    count: String,
    next: Option<String>,
    first: Option<String>,
}

/// `GET /handover/unlinked`
pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    asked: Asked,
) -> Result<Response, PageProblem> {
    let today = visitor.asker.now.today;
    let month = Month::read(asked.get("month"), today);
    let list = format!("/handover/unlinked?month={}", month.code());
    let cursor = Cursor::open(&app, &visitor, &list, asked.get("after"));
    let ask = print::ask(&asked, SHOWN, cursor.after.clone());
    let found = app.service.unlinked(&visitor.asker, month.0, ask).await;
    let found = found.map_err(|p| PageProblem::new(&app, p))?;
    if print::wanted(&asked) {
        let row = |l: Line| {
            let reported = match (l.reported, l.reports) {
                (Some(on), _) => on,
                (None, true) => "未上报".to_owned(),
                (None, false) => "不用上报".to_owned(),
            };
            vec![l.name, l.no, l.custody, l.release, l.why.to_owned(), l.found, l.owner, reported]
        };
        let printed = print::List {
            name: "unlinked",
            title: format!("未衔接人员表 {}", month.label()),
            filter: "全部".into(),
            columns: vec![
                ("姓名", 3),
                ("档案号", 4),
                ("监所", 5),
                ("释放日期", 4),
                ("原因", 5),
                ("登记日期", 4),
                ("登记单位", 5),
                ("上报", 3),
            ],
            rows: found.page.items.iter().map(|r| row(line(&app, r, today))).collect(),
            more: print::more(&found.page),
            back: list,
        };
        return print::answer(&app, &visitor, printed).await;
    }
    let mut frame = Frame::new(&app, &visitor, "handover", format!("未衔接人员表 {}", month.label()));
    frame.notice = cursor.notice();
    let next = found.page.next.as_ref().map(|keys| Cursor::seal(&app, &visitor, &list, keys));
    frame::render(Page {
        frame,
        month,
        months: month.picks(today),
        to_report: found.to_report,
        report_by: due(&found.report_by.to_string(), today).filter(|_| found.to_report > 0),
        lines: found.page.items.iter().map(|r| line(&app, r, today)).collect(),
        count: words::count(&found.page, "人"),
        next: next.map(|after| format!("{list}&after={after}")),
        first: cursor.after.is_some().then_some(list),
    })
}

fn line(app: &App, row: &Listed, today: Date) -> Line {
    Line {
        no: row.no.clone(),
        name: row.name.clone(),
        custody: app.service.units.name(&row.custody).to_owned(),
        release: day_of(&row.release_on, today),
        why: reason(&row.uncounted),
        found: day_of(&row.unlinked_on, today),
        owner: app.service.units.name(&row.owner).to_owned(),
        reported: (!row.reported_on.is_empty()).then(|| day_of(&row.reported_on, today)),
        reports: row.uncounted == "outside",
    }
}
