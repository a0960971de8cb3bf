//! What every page for a signed-in person carries: who asks, where he is, the ways to the other pages,
//! the token that forms must carry. Templates extend `layout.html` and have a field `frame`.
//! Must never know: what a page shows.

use crate::{App, handover::words::instant, help, problem::PageProblem, session::Visitor};
use askama::Template;
use axum::response::{Html, IntoResponse, Response};
use domain::kernel::Role;

/// A way to another page.
pub struct Way {
    /// Path.
    pub href: &'static str,
    /// Chinese label.
    pub label: &'static str,
    /// The page belongs to this section.
    pub current: bool,
}

/// What every page carries.
pub struct Frame {
    /// The section the page belongs to, e.g. `cases`; the way of that name is marked.
    pub section: &'static str,
    /// Title of the window.
    pub title: String,
    /// Unit, name and role of who asks.
    pub who: String,
    /// The token that every form must carry in its field `csrf`.
    pub csrf: String,
    /// The secret of this session under which the browser keeps drafts.
    pub draft: String,
    /// Everything shown is fictitious.
    pub demo: bool,
    /// The ways to other pages, in order.
    pub nav: Vec<Way>,
    /// What has just been done, shown once at the top.
    pub notice: Option<String>,
    /// When the page was made, for paper.
    pub at: String,
    /// Where the help about this page is.
    pub help: Option<&'static str>,
    /// Cases can be searched: not by who sees no files.
    pub searches: bool,
}

/// Section, path, label; who sees it is told by [`sees`].
const WAYS: [(&str, &str, &str); 11] = [
    ("workbench", "/workbench", "待办"),
    ("handover", "/handover", "衔接"),
    ("cases", "/cases", "档案"),
    ("calendar", "/calendar", "日历"),
    ("sealed", "/sealed", "封存"),
    ("bases", "/bases", "基地床位"),
    ("letters", "/letters", "发文"),
    ("admin", "/admin", "管理"),
    ("audit", "/audit", "审计"),
    ("rules", "/rules", "规则"),
    ("help", "/help", "帮助"),
];

/// Pages that a role has no use for are not offered; the services refuse them anyway.
fn sees(role: Role, section: &str) -> bool {
    match section {
        "workbench" | "handover" | "cases" | "calendar" | "sealed" => role.sees_files(),
        "bases" | "letters" => role.sees_files() && role != Role::Prison,
        "admin" => !matches!(role, Role::OfficeWorker | Role::Prison | Role::Auditor),
        "audit" => role == Role::Auditor,
        _ => true,
    }
}

impl Frame {
    /// The frame of a page. `section` is one of workbench, handover, cases, calendar, sealed, bases, letters, admin, rules, help.
    pub fn new(app: &App, visitor: &Visitor, section: &'static str, title: impl Into<String>) -> Frame {
        let actor = &visitor.asker.actor;
        let unit = app.service.units.name(actor.unit.code());
        let nav = WAYS
            .into_iter()
            .filter(|(name, ..)| sees(actor.role, name))
            .map(|(name, href, label)| Way { href, label, current: name == section })
            .collect();
        Frame {
            section,
            title: title.into(),
            who: format!("{unit} · {}（{}）", actor.name, actor.role.name()),
            csrf: visitor.session.csrf.clone(),
            draft: app.service.draft_secret(&visitor.session.csrf),
            demo: app.demo,
            nav,
            notice: None,
            at: instant(visitor.asker.now.millis),
            help: help::of(&visitor.route).map(|topic| topic.id),
            searches: actor.role.sees_files(),
        }
    }

    /// The same frame with a notice of what has just been done.
    pub fn with_notice(self, notice: Option<String>) -> Frame {
        Frame { notice, ..self }
    }
}

/// Renders a page.
pub fn render(template: impl Template) -> Result<Response, PageProblem> {
    Ok(Html(text(template)?).into_response())
}

/// The text of a page, for answers with a status of their own.
pub fn text(template: impl Template) -> Result<String, PageProblem> {
    template.render().map_err(|_| PageProblem::broken("render a page"))
}
