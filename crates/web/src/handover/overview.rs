//! 衔接: the uploads that the asker may see, latest first, and the way to the rows that wait for a decision.
//! Must never know: who may send a roster beyond which button to show.

use super::{Cursor, words};
use crate::{
    app::App,
    asked::Asked,
    frame::{self, Frame},
    problem::PageProblem,
    session::Visitor,
};
use askama::Template;
use axum::{extract::State, response::Response};
use domain::kernel::Role;
use service::Service;
use store::page::Ask;

/// How many uploads one page shows.
const SHOWN: usize = 20;

/// One upload as the list shows it.
pub(super) struct Upload {
    pub(super) no: String,
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
    matches!(role, Role::Prison | Role::City)
}

#[derive(Template)]
#[template(path = "handover/overview.html")]
struct Overview {
    frame: Frame,
    sends: bool,
    keeps_rows: bool,
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
pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    asked: Asked,
) -> Result<Response, PageProblem> {
    let cursor = Cursor::open(&app, &visitor, "rosters", asked.get("after"));
    let (asker, role) = (&visitor.asker, visitor.asker.actor.role);
    let wrong = |p| PageProblem::new(&app, p);
    let ask = Ask { limit: SHOWN, after: cursor.after.clone() };
    let uploads = app.service.rosters(asker, &ask).await.map_err(wrong)?;
    let held = app.service.held_rows(asker, "held", Ask { limit: 1, after: None }).await.map_err(wrong)?;
    let mut frame = Frame::new(&app, &visitor, "handover", "衔接");
    frame.notice = cursor.notice();
    frame::render(Overview {
        frame,
        sends: sends(role),
        keeps_rows: matches!(role, Role::City | Role::District | Role::Prison),
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
            "名册由监所或市局上传，区局不直接收名册；分到本区的人员在“档案”中，需要更正的行在上方。"
        }
        Role::OfficeHead | Role::OfficeWorker => {
            "名册由监所或市局上传。分到本所的人员在“待办”和“档案”中，逐人核查、接回。"
        }
        Role::Administrator => "系统管理员只管账号和运行，不查看名册、待更正的行和档案。",
        Role::Auditor => "审计员只查操作和查阅记录，不查看名册、待更正的行和档案。",
    }
}
