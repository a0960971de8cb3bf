//! What people do with an upload, besides sending it: hand over one person by a form, take a whole upload back
//! (T4, T4b). An upload is no stream of its own: what it brings are cases and held rows, and every step is
//! journaled with them.
//! Must never know: how rows are read, how far an upload has come.

use crate::{
    command::{Kind, Spec, must},
    kernel::Role,
};

/// Who sends files: a custodial place its own persons, the city bureau anybody's.
pub const SENDERS: &[Role] = &[Role::Prison, Role::City];

/// Who hands over one person by the form: the senders, and districts and offices that meet one of theirs who
/// is on no list (补录, T4b).
pub const ONE_BY_ONE: &[Role] =
    &[Role::Prison, Role::City, Role::District, Role::OfficeHead, Role::OfficeWorker];

/// One person by a form: the same fields, checks and door as a row of a file.
pub static HAND_OVER: Spec = Spec {
    name: "hand-over",
    title: "逐人报送",
    help: "一个人也可以单独报送，检查和分派与名册中的一行完全相同。名册上没有的本辖区人员，由司法所、区局在这里补录。",
    who: ONE_BY_ONE,
    answers: false,
    fields: &[
        must("custody", "释放前所在监所", Kind::Unit, "监所的代码"),
        must("cells", "各项内容", Kind::Cells, ""),
    ],
};

/// The whole upload is taken back: every case closed as 信息错误撤销, every held row rejected.
pub static WITHDRAW: Spec = Spec {
    name: "withdraw",
    title: "撤回这份名册",
    help: "传错了文件时使用。只有还没有任何单位办理过的名册才能撤回；撤回后可以重新上传。",
    who: ONE_BY_ONE,
    answers: false,
    fields: &[
        must("reason", "撤回理由", Kind::LongText(500), "会写入每一份被撤销的档案"),
        must("sure", "确认撤回整份名册", Kind::YesNo, "名册建立的档案全部按“信息错误撤销”办结"),
    ],
};
