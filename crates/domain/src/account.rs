//! 账号与授权: an account is created without rights; the head of a unit grants a role for his area,
//! never more than his own. The administrator sees no files. Nobody in charge of cases is disabled or moved to
//! another unit before they are given on; of leave and stand-ins tells [`leave`], of the calendar's address [`feed`].
//! Must never know: passwords, sessions.

pub mod feed;
pub mod leave;

use crate::{
    command::{Kind, Spec, may, must},
    kernel::{Ctx, Recorded, Refusal, Role, Stream, Unreadable, read_plain, refuse, refuse_field},
    unit::{Level, Unit},
};
use feed::Feed;
use jiff::civil::Date;
use leave::{Colleague, Leave};
use serde::{Deserialize, Serialize};

/// The folded state of an account.
#[derive(Default, Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Account {
    /// Sign-in name; empty before creation.
    pub login: String,
    /// Name shown to colleagues.
    pub name: String,
    /// The role granted and the unit for which it holds.
    pub grant: Option<(Role, Unit)>,
    /// May no longer sign in.
    pub disabled: bool,
    /// The leave that was written down last, with who stands in.
    #[serde(default)]
    pub leave: Option<Leave>,
    /// The address under which his calendar can be fetched; the address itself is kept nowhere.
    #[serde(default)]
    pub feed: Option<Feed>,
    /// Until when he has seen what others recorded, milliseconds since 1970 UTC; 0 until he first says so.
    #[serde(default)]
    pub seen_until: i64,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Event {
    Created {
        on: Date,
        login: String,
        name: String,
    },
    Granted {
        on: Date,
        role: Role,
        unit: Unit,
        by: String,
    },
    Disabled {
        on: Date,
        by: String,
    },
    /// May sign in again, without the rights he had: the head of his unit grants anew.
    Enabled {
        on: Date,
        by: String,
    },
    PasswordReset {
        on: Date,
        by: String,
    },
    /// Away on these days; somebody of the same unit stands in. Why is kept here and shown on no list.
    LeaveSet {
        on: Date,
        by: String,
        leave: Leave,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
    /// Back, or not away after all.
    LeaveEnded {
        on: Date,
        by: String,
    },
    /// Who was to stand in cannot any more.
    StandInLost {
        on: Date,
        by: String,
    },
    /// A private address of the calendar, in the place of one before.
    FeedMade {
        on: Date,
        by: String,
        own: bool,
    },
    /// That address leads nowhere any more.
    FeedRevoked {
        on: Date,
        by: String,
    },
    /// He has seen what others recorded until that instant.
    ChangesSeen {
        on: Date,
        until: i64,
    },
}

/// What somebody wants to happen.
#[derive(Deserialize)]
#[serde(tag = "command", rename_all = "kebab-case", deny_unknown_fields)]
#[allow(missing_docs)]
pub enum Command {
    CreateAccount {
        login: String,
        name: String,
    },
    /// `in_charge`: the open cases of which the account is in charge; the services count them.
    Grant {
        role: Role,
        unit: Unit,
        #[serde(default)]
        in_charge: u32,
    },
    DisableAccount {
        #[serde(default)]
        in_charge: u32,
    },
    EnableAccount,
    ResetPassword,
    /// `colleagues`: who else works at the unit; the services add them.
    SetLeave {
        from: Date,
        until: Date,
        stand_in: Option<String>,
        reason: Option<String>,
        #[serde(default)]
        colleagues: Vec<Colleague>,
    },
    EndLeave,
    /// Given by the services when who stands in leaves himself.
    LoseStandIn,
    /// `shows`: one of [`feed::SHOWS`].
    MakeFeed {
        shows: Option<String>,
    },
    RevokeFeed,
    /// Given by the services for the account that asks, with the instant of the list that it saw.
    SeeChanges {
        until: i64,
    },
}

const ROLES: &[(&str, &str)] = &[
    ("city", "市局工作人员"),
    ("district", "区局工作人员"),
    ("office_head", "司法所所长"),
    ("office_worker", "司法所工作人员"),
    ("prison", "监所工作人员"),
    ("administrator", "系统管理员"),
    ("auditor", "审计员"),
];

/// The commands about accounts.
pub const COMMANDS: &[Spec] = &[
    Spec {
        name: "create-account",
        title: "新建账号",
        help: "新账号没有任何权限，由所属单位的负责人授权后才能使用。",
        who: &[Role::Administrator],
        answers: false,
        fields: &[
            must("login", "账号", Kind::Text(32), "小写字母、数字、点、横线"),
            must("name", "姓名", Kind::Text(30), ""),
        ],
    },
    Spec {
        name: "grant",
        title: "授权",
        help: "只能授予本单位及下级单位的角色，不能超过自己的权限。还在管人的账号，移交后才能调往别的单位。",
        who: &[Role::City, Role::District, Role::OfficeHead],
        answers: false,
        fields: &[must("role", "角色", Kind::Choice(ROLES), ""), must("unit", "单位", Kind::Unit, "")],
    },
    Spec {
        name: "disable-account",
        title: "停用账号",
        help: "停用后立即不能登录，已登录的也会退出。还在管人的账号，先由所长移交。",
        who: &[Role::Administrator],
        answers: false,
        fields: &[],
    },
    Spec {
        name: "enable-account",
        title: "恢复账号",
        help: "停用的账号可以恢复。恢复后没有任何权限，由所属单位的负责人重新授权；同时生成一次性密码，原密码作废。",
        who: &[Role::Administrator],
        answers: false,
        fields: &[],
    },
    Spec {
        name: "reset-password",
        title: "重置密码",
        help: "生成一次性密码，本人登录后必须修改。",
        who: &[Role::Administrator],
        answers: false,
        fields: &[],
    },
    Spec {
        name: "set-leave",
        title: "登记请假",
        help: "由本人或所长登记。请假期间他负责的事由代办人办；没有代办人的，由所长办。",
        who: &[Role::OfficeHead, Role::OfficeWorker],
        answers: false,
        fields: &[
            must("from", "第一天", Kind::Date, ""),
            must("until", "最后一天", Kind::Date, ""),
            may("stand_in", "代办人", Kind::Worker, "本所在岗的同事；可以稍后由所长指定"),
            may("reason", "事由", Kind::Choice(leave::REASONS), "不在名单上显示"),
        ],
    },
    Spec {
        name: "end-leave",
        title: "结束请假",
        help: "提前回来，或者不请了。从今天起仍由本人负责。",
        who: &[Role::OfficeHead, Role::OfficeWorker],
        answers: false,
        fields: &[],
    },
    feed::MAKE,
    feed::REVOKE,
];

impl Stream for Account {
    type Command = Command;
    type Event = Event;
    const KIND: &'static str = "account";
    const FORMAT: i64 = 1;

    fn decide(&self, command: Command, ctx: &Ctx<'_>) -> Result<Vec<Event>, Refusal> {
        let (on, by) = (ctx.today, ctx.actor.account.clone());
        if let Command::CreateAccount { login, name } = command {
            return self.create(login, name, on);
        }
        if self.login.is_empty() {
            return refuse("no_such_account", "没有这个账号");
        }
        match (self.disabled, &command) {
            (true, Command::EnableAccount) => return Ok(vec![Event::Enabled { on, by }]),
            (true, _) => return refuse("account_disabled", "账号已停用。需要再用的，请系统管理员先恢复账号"),
            (false, _) => {}
        }
        match command {
            Command::EnableAccount => refuse("account_not_disabled", "账号没有停用，不用恢复"),
            Command::Grant { role, unit, in_charge } => {
                may_grant(ctx, role, &unit)?;
                if let Some((role, unit)) = &self.grant {
                    may_grant(ctx, *role, unit)?; // nobody takes away what he could not have given
                }
                if !(self.works_at(&unit) && leave::has_desk(role)) {
                    nothing_left(in_charge)?;
                }
                Ok(vec![Event::Granted { on, role, unit, by }])
            }
            Command::DisableAccount { .. } if self.login == by => refuse("own_account", "不能停用自己的账号"),
            Command::DisableAccount { in_charge } => {
                nothing_left(in_charge)?;
                Ok(vec![Event::Disabled { on, by }])
            }
            Command::ResetPassword => Ok(vec![Event::PasswordReset { on, by }]),
            Command::SetLeave { from, until, stand_in, reason, colleagues } => {
                leave::set(self, ctx, Leave { from, until, stand_in }, reason, &colleagues)
            }
            Command::EndLeave => leave::ended(self, ctx),
            Command::LoseStandIn => leave::lost(self, ctx),
            Command::MakeFeed { shows } => feed::made(self, ctx, shows.as_deref()),
            Command::RevokeFeed => feed::revoked(self, ctx),
            Command::SeeChanges { .. } if self.login != by => {
                refuse("not_own_account", "只能由本人标记看过的变化")
            }
            Command::SeeChanges { until } => {
                Ok(vec![Event::ChangesSeen { on, until: until.max(self.seen_until) }])
            }
            Command::CreateAccount { .. } => refuse("account_exists", "账号已经存在"),
        }
    }

    fn evolve(&mut self, event: &Event) {
        match event {
            Event::Created { login, name, .. } => {
                self.login.clone_from(login);
                self.name.clone_from(name);
            }
            Event::Granted { role, unit, .. } => {
                if !self.works_at(unit) {
                    self.leave.iter_mut().for_each(|leave| leave.stand_in = None);
                }
                self.grant = Some((*role, unit.clone()));
                self.feed = None; // it was made for the rights he had
            }
            Event::Disabled { .. } => {
                self.disabled = true;
                (self.leave, self.feed) = (None, None);
            }
            Event::Enabled { .. } => {
                self.disabled = false;
                self.grant = None;
            }
            Event::PasswordReset { .. } | Event::FeedRevoked { .. } => self.feed = None,
            Event::FeedMade { on, own, .. } => self.feed = Some(Feed { on: *on, own: *own }),
            Event::LeaveSet { leave, .. } => self.leave = Some(leave.clone()),
            Event::LeaveEnded { .. } => self.leave = None,
            Event::ChangesSeen { until, .. } => self.seen_until = *until,
            Event::StandInLost { .. } => self.leave.iter_mut().for_each(|leave| leave.stand_in = None),
        }
    }
}

impl Account {
    /// The role granted holds for that unit.
    pub fn works_at(&self, unit: &Unit) -> bool {
        self.grant.as_ref().is_some_and(|(_, at)| at == unit)
    }

    fn create(&self, login: String, name: String, on: Date) -> Result<Vec<Event>, Refusal> {
        if !self.login.is_empty() {
            return refuse_field("login", "account_exists", "账号已经存在，请换一个");
        }
        let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '.' | '-' | '_');
        if login.len() < 2 || login.len() > 32 || !login.chars().all(plain) {
            return refuse_field("login", "bad_login", "账号用 2 至 32 个小写字母、数字、点或横线");
        }
        Ok(vec![Event::Created { on, login, name }])
    }
}

/// Nobody's obligations stay with an account that cannot settle them.
fn nothing_left(in_charge: u32) -> Result<(), Refusal> {
    match in_charge {
        0 => Ok(()),
        n => refuse(
            "account_in_charge",
            format!(
                "这个账号还在管 {n} 人。请先由所长在“移交”里把档案交给别人，封存档案另行指定经办人，再来办理"
            ),
        ),
    }
}

/// A role goes with a level; a granter covers the unit. Custodial places stand outside the ladder and are
/// granted by the city. Nobody but the console (at `init`) makes an administrator.
fn may_grant(ctx: &Ctx<'_>, role: Role, unit: &Unit) -> Result<(), Refusal> {
    let level = match role {
        Role::City => Some(Level::City),
        Role::District => Some(Level::District),
        Role::OfficeHead | Role::OfficeWorker => Some(Level::Office),
        Role::Prison => Some(Level::Other),
        Role::Administrator | Role::Auditor => Some(Level::City),
    };
    if level != Some(unit.level()) {
        return refuse_field("unit", "role_and_unit", format!("“{}”不能用于这一级单位", role.name()));
    }
    if ctx.actor.account.starts_with("console:") {
        return Ok(());
    }
    let covered = match unit.level() {
        Level::Other => ctx.actor.role == Role::City,
        _ => ctx.actor.unit.covers(unit),
    };
    let higher = match ctx.actor.role {
        Role::City => role != Role::Administrator,
        Role::District => matches!(role, Role::District | Role::OfficeHead | Role::OfficeWorker),
        Role::OfficeHead => role == Role::OfficeWorker,
        Role::OfficeWorker | Role::Prison | Role::Administrator | Role::Auditor => false,
    };
    match covered && higher {
        true => Ok(()),
        false => refuse("beyond_own_rights", "不能授予超出自己职权或辖区的权限"),
    }
}

impl Recorded for Event {
    fn kind(&self) -> String {
        match self {
            Event::Created { .. } => "account.created".into(),
            Event::Granted { .. } => "account.granted".into(),
            Event::Disabled { .. } => "account.disabled".into(),
            Event::Enabled { .. } => "account.enabled".into(),
            Event::PasswordReset { .. } => "account.password_reset".into(),
            Event::LeaveSet { .. } => "account.leave_set".into(),
            Event::LeaveEnded { .. } => "account.leave_ended".into(),
            Event::StandInLost { .. } => "account.stand_in_lost".into(),
            Event::FeedMade { .. } => "account.feed_made".into(),
            Event::FeedRevoked { .. } => "account.feed_revoked".into(),
            Event::ChangesSeen { .. } => "account.changes_seen".into(),
        }
    }
    fn happened_on(&self) -> Option<Date> {
        let (Event::Created { on, .. }
        | Event::Granted { on, .. }
        | Event::Disabled { on, .. }
        | Event::Enabled { on, .. }
        | Event::PasswordReset { on, .. }
        | Event::LeaveSet { on, .. }
        | Event::LeaveEnded { on, .. }
        | Event::StandInLost { on, .. }
        | Event::FeedMade { on, .. }
        | Event::FeedRevoked { on, .. }
        | Event::ChangesSeen { on, .. }) = self;
        Some(*on)
    }
    fn payload(&self) -> serde_json::Value {
        serde_json::to_value(self).unwrap_or_default()
    }
    fn read(kind: &str, version: i64, payload: serde_json::Value) -> Result<Event, Unreadable> {
        read_plain(kind, version, payload)
    }
}

#[cfg(test)]
mod tests;
