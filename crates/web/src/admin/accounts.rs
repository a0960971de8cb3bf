//! Accounts: those that wait for a grant first, then all, by login. The administrator creates; heads
//! grant. A one-time password stands in the answer to the post and nowhere else.
//! Must never know: who may do what beyond which buttons to show.

use super::grant::allowed;
use crate::{
    app::App,
    asked::Asked,
    form::{Control, Lists, Posted, Shape, Told, controls},
    frame::{self, Frame},
    handover::{Cursor, words},
    print,
    problem::PageProblem,
    session::Visitor,
};
use askama::Template;
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use domain::{
    account::COMMANDS,
    command::{FieldError, Spec},
    kernel::Role,
};
use serde_json::{Map, Value};
use service::{Problem, account::Changed};
use store::{
    account::{Listed, Which},
    page::{Ask, Page},
};

/// How many accounts one page shows.
const SHOWN: usize = 50;
/// How many of those that wait for a grant are shown.
const WAITING: usize = 200;
/// A sealed login lasts one hour, in milliseconds.
const LASTS: i64 = 3_600_000;
/// What a login in an address is sealed for.
const LOGIN: &str = "account";

/// One account as the list shows it.
struct Line {
    login: String,
    name: String,
    role: &'static str,
    unit: String,
    state: &'static str,
    disabled: bool,
    /// The sealed login for the pages of this account.
    sealed: String,
    /// Who asks may change what is granted.
    grants: bool,
}

#[derive(Template)]
#[template(path = "admin/accounts.html")]
struct AccountsPage {
    frame: Frame,
    makes: bool,
    grants: bool,
    first_run: bool,
    waiting: Vec<Line>,
    waits: String,
    lines: Vec<Line>,
    total: String,
    next: Option<String>,
    later_page: bool,
}

#[derive(Template)]
#[template(path = "admin/new.html")]
struct NewPage {
    frame: Frame,
    help: &'static str,
    controls: Vec<Control>,
    told: Option<Told>,
}

#[derive(Template)]
#[template(path = "admin/changed.html")]
pub(super) struct ChangedPage {
    frame: Frame,
    heading: &'static str,
    login: String,
    password: Option<String>,
    created: bool,
}

/// `GET /admin`
pub(super) async fn page(
    State(app): State<App>,
    visitor: Visitor,
    asked: Asked,
) -> Result<Response, PageProblem> {
    let cursor = Cursor::open(&app, &visitor, "accounts", asked.get("after"));
    let page = async |which, ask| {
        app.service.accounts(&visitor.asker, which, ask).await.map_err(|p| PageProblem::new(&app, p))
    };
    if print::wanted(&asked) {
        let found = page(Which::All, print::ask(&asked, SHOWN, None)).await?;
        let row = |a| {
            let l = line(&app, &visitor, a);
            vec![l.login, l.name, l.role.to_owned(), l.unit, l.state.to_owned()]
        };
        let printed = print::List {
            name: "accounts",
            title: "账号".into(),
            filter: "本单位管理的全部账号".into(),
            columns: vec![("账号", 4), ("姓名", 4), ("角色", 4), ("单位", 6), ("状态", 3)],
            rows: found.items.iter().map(row).collect(),
            more: print::more(&found),
            back: "/admin".into(),
        };
        return print::answer(&app, &visitor, printed).await;
    }
    let waiting = page(Which::Waiting, Ask { limit: WAITING, after: None }).await?;
    let others = page(Which::Others, Ask { limit: SHOWN, after: cursor.after.clone() }).await?;
    let mut frame = Frame::new(&app, &visitor, "admin", "账号");
    frame.notice = cursor.notice();
    frame::render(accounts_page(&app, &visitor, frame, &waiting, &others, cursor.after.is_some()))
}

/// `GET /admin/accounts/new`
pub(super) async fn form(State(app): State<App>, visitor: Visitor) -> Result<Response, PageProblem> {
    let spec = spec("create-account").map_err(|p| PageProblem::new(&app, p))?;
    frame::render(new_page(&app, &visitor, spec, &Map::new(), None))
}

/// `POST /admin/accounts/new`
pub(super) async fn create(State(app): State<App>, posted: Posted) -> Result<Response, PageProblem> {
    let spec = spec("create-account").map_err(|p| PageProblem::new(&app, p))?;
    let visitor = &posted.visitor;
    match app.service.give_account(&visitor.asker, "", spec.name, &posted.fields).await {
        Ok(changed) => frame::render(changed_page(&app, visitor, "账号已建立", changed, true)),
        Err(problem) => {
            let told = Told::new(problem).map_err(|p| PageProblem::new(&app, p))?;
            let status = told.status;
            let page = new_page(&app, visitor, spec, &posted.fields, Some(told));
            Ok((status, frame::render(page)?).into_response())
        }
    }
}

/// The login that an address carries sealed.
pub(super) fn opened(app: &App, visitor: &Visitor, sealed: &str) -> Result<String, PageProblem> {
    let login = app.service.unseal(&visitor.asker, LOGIN, sealed);
    login.ok_or_else(|| PageProblem::new(app, Problem::NotFound))
}

/// The description of a command about accounts.
pub(super) fn spec(name: &str) -> Result<&'static Spec, Problem> {
    COMMANDS.iter().find(|s| s.name == name).ok_or(Problem::NotFound)
}

fn may(role: Role, name: &str) -> bool {
    COMMANDS.iter().any(|s| s.name == name && s.who.contains(&role))
}

fn accounts_page(
    app: &App,
    visitor: &Visitor,
    frame: Frame,
    waiting: &Page<Listed>,
    others: &Page<Listed>,
    later_page: bool,
) -> AccountsPage {
    let role = visitor.asker.actor.role;
    let line = |a: &Listed| line(app, visitor, a);
    AccountsPage {
        frame,
        makes: may(role, "create-account"),
        grants: may(role, "grant"),
        first_run: matches!(role, Role::Administrator | Role::City),
        waits: match waiting.next {
            Some(_) => format!("{}，先列 {WAITING} 个，授权后列出其余的", words::count(waiting, "个")),
            None => words::count(waiting, "个"),
        },
        waiting: waiting.items.iter().map(line).collect(),
        lines: others.items.iter().map(line).collect(),
        total: words::count(others, "个"),
        next: others.next.as_ref().map(|keys| Cursor::seal(app, visitor, "accounts", keys)),
        later_page,
    }
}

/// Created, nothing granted yet.
fn waits(account: &Listed) -> bool {
    account.unit.is_none() && !account.disabled
}

fn line(app: &App, visitor: &Visitor, a: &Listed) -> Line {
    Line {
        login: a.login.clone(),
        name: a.name.clone(),
        role: a.role.map_or("", Role::name),
        unit: a.unit.as_ref().map(|u| app.service.units.name(u.code()).to_owned()).unwrap_or_default(),
        state: match (a.disabled, waits(a)) {
            (true, _) => "已停用",
            (_, true) => "待授权",
            _ => "可登录",
        },
        disabled: a.disabled,
        sealed: app.service.seal(&visitor.asker, LOGIN, &a.login, LASTS),
        grants: may(visitor.asker.actor.role, "grant") && grantable(app, visitor, a),
    }
}

/// Nobody takes away what he could not have given.
fn grantable(app: &App, visitor: &Visitor, a: &Listed) -> bool {
    match (a.role, &a.unit) {
        (Some(role), Some(unit)) => allowed(app, visitor, role, unit.code()),
        _ => true,
    }
}

fn new_page(
    app: &App,
    visitor: &Visitor,
    spec: &'static Spec,
    typed: &Map<String, Value>,
    told: Option<Told>,
) -> NewPage {
    let errors: &[FieldError] = told.as_ref().map_or(&[], |t| &t.fields);
    NewPage {
        frame: Frame::new(app, visitor, "admin", spec.title),
        help: spec.help,
        controls: controls(spec.fields, typed, errors, &Lists::default()),
        told,
    }
}

pub(super) fn changed_page(
    app: &App,
    visitor: &Visitor,
    heading: &'static str,
    changed: Changed,
    created: bool,
) -> ChangedPage {
    ChangedPage {
        frame: Frame::new(app, visitor, "admin", heading),
        heading,
        login: changed.login,
        password: changed.password,
        created,
    }
}
