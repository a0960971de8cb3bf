//! Accounts: listed, created, granted, disabled, reset. A password that was made is shown once.
//! Must never know: who may grant what.

use super::{
    body::{At, Params, Sent},
    list::{self, AFTER, LIMIT},
    operation::{Answer, Operation, described},
    schema::{array, date, flag, maybe, named, object, object_with, text as string},
    shape,
};
use crate::{app::App, problem::ApiProblem, session::Caller};
use axum::{Json, extract::State};
use domain::{
    account::COMMANDS,
    command::{Field, Spec},
    kernel::Role,
};
use serde_json::{Value, json};
use service::account::Changed;
use store::account::{Listed, Which};

static LIST: Spec = described(
    "list-accounts",
    "账号列表",
    "管理员看到全部账号，单位负责人看到自己可以授权的账号。",
    &[Role::City, Role::District, Role::OfficeHead, Role::Administrator],
    &[],
);
static LIST_QUERY: &[Field] = &[LIMIT, AFTER];
/// The one command that makes an account instead of changing one.
const CREATE: &str = "create-account";

pub(super) fn operations() -> Vec<Operation> {
    let mut all = vec![
        Operation::get("/api/v1/accounts", &LIST, Answer::Json("AccountPage"), accounts).query(LIST_QUERY),
    ];
    all.extend(COMMANDS.iter().map(|spec| match spec.name {
        CREATE => Operation::post("/api/v1/accounts", spec, Answer::Json("Changed"), create),
        _ => Operation::post("/api/v1/accounts/{login}/{command}", spec, Answer::Json("Changed"), change),
    }));
    all
}

pub(super) fn schemas() -> Vec<(&'static str, Value)> {
    let leave = object(&[
        ("from", date("请假第一天")),
        ("until", date("请假最后一天")),
        ("stand_in", maybe(string("代办人账号"))),
    ]);
    let account = object(&[
        ("login", string("账号")),
        ("name", string("姓名")),
        ("role", maybe(string("角色代码；尚未授权为 null"))),
        ("unit", maybe(named("Coded"))),
        ("disabled", flag("已停用")),
        ("leave", maybe(leave)),
    ]);
    let changed = object_with(
        &[("login", string("账号")), ("events", array(string("记录下来的事")))],
        &[
            ("password", string("一次性密码，只显示这一次")),
            ("feed", string("日历订阅地址的路径，只显示这一次")),
        ],
    );
    vec![("Account", account), ("AccountPage", list::of("Account")), ("Changed", changed)]
}

async fn accounts(
    State(app): State<App>,
    Caller(asker): Caller,
    params: Params,
) -> Result<Json<Value>, ApiProblem> {
    let read = params.read(LIST_QUERY)?;
    let purpose = list::purpose("accounts", &[]);
    let ask = list::ask(&app, &asker, &purpose, &read)?;
    let page = app.service.accounts(&asker, Which::All, ask).await?;
    Ok(Json(list::page(&app, &asker, &purpose, &page, |a| item(&app, a))))
}

async fn create(
    State(app): State<App>,
    Caller(asker): Caller,
    Sent(sent): Sent,
) -> Result<Json<Changed>, ApiProblem> {
    Ok(Json(app.service.give_account(&asker, "", CREATE, &sent).await?))
}

async fn change(
    State(app): State<App>,
    Caller(asker): Caller,
    At((login, command)): At<(String, String)>,
    Sent(sent): Sent,
) -> Result<Json<Changed>, ApiProblem> {
    if command == CREATE {
        return Err(service::Problem::NotFound.into());
    }
    Ok(Json(app.service.give_account(&asker, &login, &command, &sent).await?))
}

fn item(app: &App, a: &Listed) -> Value {
    let unit = a.unit.as_ref().map(|u| shape::unit(app, u.code()));
    json!({"login": a.login, "name": a.name, "role": a.role.map(Role::word), "unit": unit, "disabled": a.disabled, "leave": a.leave})
}
