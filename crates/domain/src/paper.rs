//! Papers F1–F9 (rules 11): what each is for, who may print it, when there is something to print, and which
//! carry the whole identity number because the receiver cannot do without it. Printing changes nothing.
//! Must never know: what stands on a paper, what it looks like.

use crate::{
    case::Case,
    handover::Arrival,
    kernel::{Refusal, Role, refuse},
};

/// A form of the field's rule book.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Form {
    /// 信息核查反馈表
    F1,
    /// 预释放人员名册: of a month, not of a case.
    F2,
    /// 刑满释放人员通知书及回执
    F3,
    /// 综合评估意见
    F4,
    /// 衔接工作交接单
    F5,
    /// 登记表
    F6,
    /// 帮教协议书
    F7,
    /// 帮教小组名册
    F8,
    /// 走访（谈话）记录
    F9,
}

/// What is known of a form.
#[derive(Debug)]
pub struct Sheet {
    /// Which.
    pub form: Form,
    /// Its number as printed.
    pub code: &'static str,
    /// Title.
    pub title: &'static str,
    /// What it is for, in a sentence.
    pub purpose: &'static str,
    /// From what it is filled.
    pub source: &'static str,
    /// Roles that may print it.
    pub who: &'static [Role],
    /// It carries the whole identity number.
    pub number: bool,
}

/// Why a paper with a whole identity number is printed: (code, words that are kept).
pub const PURPOSES: &[(&str, &str)] = &[
    ("sign", "当面填写、签字"),
    ("send", "送监所、公安机关或上级"),
    ("file", "归入纸质档案"),
    ("check", "核对信息"),
];

/// Papers of the handover pass between prison, office and bureaus.
const HANDOVER: &[Role] = &[Role::City, Role::District, Role::OfficeHead, Role::OfficeWorker, Role::Prison];
/// Papers of the assistance stay with the office and its bureau; the prison does not see what follows release.
const ASSISTANCE: &[Role] = &[Role::District, Role::OfficeHead, Role::OfficeWorker];

/// Every form, in their order.
pub const SHEETS: &[Sheet] = &[
    Sheet {
        form: Form::F1,
        code: "F1",
        title: "服刑人员基本信息核查反馈表",
        purpose: "核查后答复监所，也可先打印带去走访、手写。",
        source: "监所报送的信息和最近一次核查反馈",
        who: HANDOVER,
        number: true,
    },
    Sheet {
        form: Form::F2,
        code: "F2",
        title: "预释放人员名册",
        purpose: "一个月内将要释放的人员，供开会、下发和接人。",
        source: "辖区内当月到期的档案",
        who: HANDOVER,
        number: true,
    },
    Sheet {
        form: Form::F3,
        code: "F3",
        title: "刑满释放人员通知书",
        purpose: "释放前一个月通知县级公安机关和司法局，下附回执。",
        source: "监所报送的信息和分派结果",
        who: HANDOVER,
        number: true,
    },
    Sheet {
        form: Form::F4,
        code: "F4",
        title: "刑满释放人员综合评估意见",
        purpose: "监所评估后随通知书送司法局，没有掌握的由监所手写。",
        source: "监所报送的信息和帮教类型",
        who: HANDOVER,
        number: false,
    },
    Sheet {
        form: Form::F5,
        code: "F5",
        title: "衔接工作交接单",
        purpose: "释放当日监所、接收单位和本人三方签名。",
        source: "监所报送的信息和接回登记",
        who: HANDOVER,
        number: true,
    },
    Sheet {
        form: Form::F6,
        code: "F6",
        title: "刑满释放人员登记表",
        purpose: "一人一档的首页。",
        source: "身份、刑期、衔接和建档时登记的内容",
        who: ASSISTANCE,
        number: true,
    },
    Sheet {
        form: Form::F7,
        code: "F7",
        title: "帮教协议书",
        purpose: "本人自愿签订；可以不签，签后可以随时退出。",
        source: "帮教期限和协议登记",
        who: ASSISTANCE,
        number: false,
    },
    Sheet {
        form: Form::F8,
        code: "F8",
        title: "帮教小组名册",
        purpose: "谁参加帮教、何时加入和退出。",
        source: "责任人和小组成员登记",
        who: ASSISTANCE,
        number: false,
    },
    Sheet {
        form: Form::F9,
        code: "F9",
        title: "走访（谈话）记录",
        purpose: "一次走访一张；也可打印空表带去手写。",
        source: "选定的一次走访记录",
        who: ASSISTANCE,
        number: false,
    },
];

impl Form {
    /// What is known of the form.
    pub fn sheet(self) -> &'static Sheet {
        &SHEETS[self as usize]
    }

    /// The form of a number as printed.
    pub fn from_code(code: &str) -> Option<Form> {
        SHEETS.iter().find(|s| s.code == code).map(|s| s.form)
    }

    /// Whether a role may print it at all.
    pub fn for_role(self, role: Role) -> Result<(), Refusal> {
        let sheet = self.sheet();
        match sheet.who.contains(&role) {
            true => Ok(()),
            false => refuse("not_your_role", format!("“{}”不由{}打印", sheet.title, role.name())),
        }
    }

    /// Whether a role may print it for a case as it stands now. A closed case can still be printed.
    pub fn of(self, case: &Case, role: Role) -> Result<(), Refusal> {
        self.for_role(role)?;
        let h = &case.handover;
        match self {
            Form::F2 => refuse("paper_of_month", "预释放人员名册按月打印，请从“衔接”进入"),
            Form::F1 if role == Role::Prison && h.check.result.is_none() => {
                refuse("paper_not_answered", "司法所还没有反馈核查结果，收到反馈后再打印")
            }
            Form::F1 | Form::F5 | Form::F7 if h.office().is_none() => {
                refuse("paper_no_office", "还没有分派到司法所，分派后再打印")
            }
            Form::F5 => match h.arrival {
                None | Some(Arrival::Received(_)) => Ok(()),
                Some(_) => refuse("paper_not_collected", "本人不是接回的，没有交接单"),
            },
            Form::F6 if h.handed_over_on().is_none() => {
                refuse("paper_not_home", "还没有衔接，登记接回或自返后再打印")
            }
            Form::F8 | Form::F9 if h.home_on().is_none() => {
                refuse("paper_not_home", "还没有回家，登记接回、自返或拒绝接回后再打印")
            }
            Form::F1 | Form::F3 | Form::F4 | Form::F6 | Form::F7 | Form::F8 | Form::F9 => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests;
