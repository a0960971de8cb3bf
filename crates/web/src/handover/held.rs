//! The rows that could not be taken as they are, by what became of them, earliest due first.
//! Must never know: what is wrong with a row.

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
use domain::kernel::Role;
use store::{held::Filter, page::Page, rows::HeldRow};

/// How many rows one page shows.
const SHOWN: usize = 50;
/// What can have become of a row.
const FATES: [&str; 3] = ["held", "released", "rejected"];

/// One row as the list shows it.
struct Line {
    no: String,
    name: String,
    place: String,
    custody: String,
    owner: String,
    problems: i64,
    due: Option<Due>,
}

/// A tab over the list.
struct Tab {
    fate: &'static str,
    title: &'static str,
    current: bool,
}

#[derive(Template)]
#[template(path = "handover/held.html")]
struct HeldPage {
    frame: Frame,
    fate: &'static str,
    tabs: Vec<Tab>,
    rows: Vec<Line>,
    count: String,
    next: Option<String>,
    later_page: bool,
    empty: &'static str,
    roster: String,
    owner: String,
    owners: Vec<(String, String)>,
}

impl HeldPage {
    /// What the addresses of this list carry besides the fate.
    fn narrowed(&self) -> String {
        let mut all = String::new();
        for (key, code) in [("roster", &self.roster), ("owner", &self.owner)] {
            if !code.is_empty() {
                all.push_str(&format!("&{key}={code}"));
            }
        }
        all
    }
}

/// `GET /handover/held`
pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    asked: Asked,
) -> Result<Response, PageProblem> {
    let fate = FATES.into_iter().find(|f| asked.get("fate") == Some(f)).unwrap_or("held");
    let roster = code(asked.get("roster"));
    let owner = code(asked.get("owner")).filter(|code| app.service.units.has(code));
    let list = format!("held:{fate}:{}:{}", roster.unwrap_or_default(), owner.unwrap_or_default());
    let cursor = Cursor::open(&app, &visitor, &list, asked.get("after"));
    let ask = print::ask(&asked, SHOWN, cursor.after.clone());
    let filter = Filter { roster: roster.map(str::to_owned), owner: owner.map(str::to_owned) };
    let rows = app.service.held_rows_of(&visitor.asker, fate, filter, ask).await;
    let rows = rows.map_err(|p| PageProblem::new(&app, p))?;
    if print::wanted(&asked) {
        return print::answer(&app, &visitor, on_paper(&app, &visitor, (fate, roster, owner), &rows)).await;
    }
    let mut frame = Frame::new(&app, &visitor, "handover", "待更正的名册行");
    frame.notice = cursor.notice();
    frame::render(HeldPage {
        frame,
        fate,
        tabs: tabs(fate),
        rows: rows.items.iter().map(|r| line(&app, &visitor, r)).collect(),
        count: words::count(&rows, "行"),
        next: rows.next.as_ref().map(|keys| Cursor::seal(&app, &visitor, &list, keys)),
        later_page: cursor.after.is_some(),
        empty: match roster.is_some() || owner.is_some() {
            true => "没有符合所选条件的行。请改选其他名册或单位，或取消筛选。",
            false => empty(fate, visitor.asker.actor.role),
        },
        roster: roster.unwrap_or_default().to_owned(),
        owner: owner.unwrap_or_default().to_owned(),
        owners: owners(&app, &visitor),
    })
}

/// The list as it is printed; narrowed by fate, roster, owner.
fn on_paper(
    app: &App,
    visitor: &Visitor,
    (fate, roster, owner): (&str, Option<&str>, Option<&str>),
    rows: &Page<HeldRow>,
) -> print::List {
    let row = |r: Line| {
        let due = crate::words::on_paper(r.due.as_ref());
        vec![r.name, r.no, format!("{} {}", r.custody, r.place), r.owner, r.problems.to_string(), due]
    };
    let whose = owner.map_or("全部", |code| app.service.units.name(code));
    let (of, by) = (roster.unwrap_or_default(), owner.unwrap_or_default());
    print::List {
        name: "held",
        title: "待更正的名册行".into(),
        filter: format!("{}；名册：{}；责任单位：{whose}", words::fate(fate), roster.unwrap_or("全部")),
        columns: vec![("姓名", 4), ("编号", 4), ("监所和位置", 8), ("责任单位", 5), ("问题", 2), ("期限", 5)],
        rows: rows.items.iter().map(|r| row(line(app, visitor, r))).collect(),
        more: print::more(rows),
        back: format!("/handover/held?fate={fate}&roster={of}&owner={by}"),
    }
}

/// A code of an address: letters, digits and hyphens; anything else counts as not asked.
fn code(asked: Option<&str>) -> Option<&str> {
    asked.filter(|code| code.len() <= 40 && code.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-'))
}

/// The units that can own a row within the asker's own: the city itself and its districts.
fn owners(app: &App, visitor: &Visitor) -> Vec<(String, String)> {
    let actor = &visitor.asker.actor;
    if actor.role != Role::City {
        return vec![];
    }
    let mending = app.service.units.below(&actor.unit).into_iter().filter(|u| u.level != "office");
    mending.map(|u| (u.code.clone(), u.name.clone())).collect()
}

fn tabs(current: &str) -> Vec<Tab> {
    FATES.map(|fate| Tab { fate, title: words::fate(fate), current: fate == current }).into()
}

fn line(app: &App, visitor: &Visitor, row: &HeldRow) -> Line {
    let name = |code: &str| app.service.units.name(code).to_owned();
    let sheet = if row.sheet.is_empty() { String::new() } else { format!("{} ", row.sheet) };
    Line {
        no: row.no.clone(),
        name: row.name.clone(),
        place: format!("{sheet}第 {} 行", row.line),
        custody: super::overview::place(&app.service, &row.custody),
        owner: name(&row.owner),
        problems: row.problems,
        due: due(&row.due_on, visitor.asker.now.today),
    }
}

fn empty(fate: &str, role: Role) -> &'static str {
    match (role, fate) {
        (Role::Administrator, _) => "系统管理员只管账号和运行，不查看名册行。",
        (Role::Auditor, _) => "审计员只查操作和查阅记录，不查看名册行。",
        (Role::OfficeHead | Role::OfficeWorker, _) => "名册行由区局和市局更正，司法所不经办。",
        (_, "released") => "还没有放行过的行。更正后放行的行会列在这里。",
        (_, "rejected") => "没有退回监所的行。",
        (Role::Prison, _) => "本监所的名册没有待更正的行。",
        _ => "没有待更正的行，已收到的名册行都已采用或处理完。",
    }
}
