//! 衔接: the uploads that the asker may see, latest first, and the way to the rows that wait for a decision.
//! Must never know: who may send a roster beyond which button to show.

use super::{Cursor, words};
use crate::{
    app::App,
    asked::Asked,
    frame::{self, Frame},
    print,
    problem::PageProblem,
    session::Visitor,
};
use askama::Template;
use axum::{extract::State as Of, response::Response};
use domain::{
    kernel::Role,
    roster::{ONE_BY_ONE, SENDERS},
};
use service::Service;
use store::{page::Ask, roster::State};

/// How many uploads one page shows.
const SHOWN: usize = 20;

/// One upload as the list shows it.
pub(super) struct Upload {
    pub(super) no: String,
    pub(super) number: String,
    pub(super) stands: Option<&'static str>,
    pub(super) done: i64,
    pub(super) withdrawn: i64,
    pub(super) at: String,
    pub(super) custody: String,
    pub(super) sender: String,
    pub(super) lines: i64,
    pub(super) accepted: i64,
    pub(super) quarantined: i64,
    pub(super) repeats: i64,
    pub(super) not_persons: i64,
}

impl Upload {
    pub(super) fn of(service: &Service, r: &store::roster::Roster) -> Upload {
        Upload {
            no: r.no.clone(),
            number: if r.number.is_empty() { r.no.clone() } else { r.number.clone() },
            stands: match r.state {
                State::Taking => Some("导入中"),
                State::Taken => None,
                State::Withdrawing => Some("撤回中"),
                State::Withdrawn => Some("已撤回"),
            },
            done: r.done,
            withdrawn: r.withdrawn,
            at: words::instant(r.at),
            custody: place(service, &r.custody),
            sender: service.units.name(&r.sender).to_owned(),
            lines: r.lines,
            accepted: r.accepted,
            quarantined: r.quarantined,
            repeats: r.repeats,
            not_persons: r.not_persons,
        }
    }
}

/// Whose persons a roster lists; the city's own code stands for several places.
pub(super) fn place(service: &Service, custody: &str) -> String {
    match custody == service.city.code() {
        true => "多个监所（按行内监所）".into(),
        false => service.units.name(custody).to_owned(),
    }
}

/// Whether the page offers to upload; the service decides.
pub(super) fn sends(role: Role) -> bool {
    SENDERS.contains(&role)
}

#[derive(Template)]
#[template(path = "handover/overview.html")]
struct Overview {
    frame: Frame,
    sends: bool,
    adds: bool,
    keeps_rows: bool,
    decides: bool,
    blind: bool,
    uploads: Vec<Upload>,
    count: String,
    next: Option<String>,
    later_page: bool,
    held: String,
    none_held: bool,
    whose: &'static str,
}

/// `GET /handover`
pub(super) async fn page(Of(app): Of<App>, visitor: Visitor, asked: Asked) -> Result<Response, PageProblem> {
    let cursor = Cursor::open(&app, &visitor, "rosters", asked.get("after"));
    let (asker, role) = (&visitor.asker, visitor.asker.actor.role);
    let wrong = |p| PageProblem::new(&app, p);
    let ask = print::ask(&asked, SHOWN, cursor.after.clone());
    let uploads = app.service.rosters(asker, &ask).await.map_err(wrong)?;
    if print::wanted(&asked) {
        let row = |r| {
            let u = Upload::of(&app.service, r);
            let counts =
                [u.lines, u.accepted, u.quarantined, u.repeats, u.not_persons].map(|n| n.to_string());
            let number = u.stands.map_or(u.number.clone(), |stands| format!("{}（{stands}）", u.number));
            [number, u.at, u.custody].into_iter().chain(counts).collect()
        };
        let printed = print::List {
            name: "rosters",
            title: "收到的名册".into(),
            filter: "全部，最近上传的在前".into(),
            columns: vec![
                ("回执编号", 5),
                ("上传时间", 5),
                ("监所", 5),
                ("行数", 2),
                ("已采用", 2),
                ("需更正", 2),
                ("重复", 2),
                ("非人员行", 3),
            ],
            rows: uploads.items.iter().map(row).collect(),
            more: print::more(&uploads),
            back: "/handover".into(),
        };
        return print::answer(&app, &visitor, printed).await;
    }
    let held = app.service.held_rows(asker, "held", Ask { limit: 1, after: None }).await.map_err(wrong)?;
    let mut frame = Frame::new(&app, &visitor, "handover", "衔接");
    frame.notice = cursor.notice();
    frame::render(Overview {
        frame,
        sends: sends(role),
        adds: ONE_BY_ONE.contains(&role) && !sends(role),
        keeps_rows: matches!(role, Role::City | Role::District | Role::Prison),
        decides: matches!(role, Role::City | Role::District),
        blind: !role.sees_files(),
        uploads: uploads.items.iter().map(|r| Upload::of(&app.service, r)).collect(),
        count: words::count(&uploads, "份"),
        next: uploads.next.as_ref().map(|keys| Cursor::seal(&app, &visitor, "rosters", keys)),
        later_page: cursor.after.is_some(),
        held: words::count(&held, "行"),
        none_held: held.at_least == 0,
        whose: whose(role),
    })
}

/// Why a list of uploads can be empty for this role.
fn whose(role: Role) -> &'static str {
    match role {
        Role::Prison => "本监所还没有上传过名册。点“上传名册”开始。",
        Role::City => "还没有任何监所上传名册。市局也可以代监所上传。",
        Role::District => {
            "名册由监所或市局上传，区局不直接收名册；分到本区的人员在“档案”中，需要更正的行在上方。名册上没有的人，点“补录人员”。"
        }
        Role::OfficeHead | Role::OfficeWorker => {
            "名册由监所或市局上传。分到本所的人员在“待办”和“档案”中，逐人核查、接回。名册上没有的人，点“补录人员”。"
        }
        Role::Administrator => "系统管理员只管账号和运行，不查看名册、待更正的行和档案。",
        Role::Auditor => "审计员只查操作和查阅记录，不查看名册、待更正的行和档案。",
    }
}
