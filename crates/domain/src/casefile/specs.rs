//! The commands about the file as people see them, and their code lists (F6–F8, rules 5.13).
//! Sensitive items and the minimum kept on refusal name the ground on which they are held.
//! Must never know: what a command does.

use super::{
    CLOSING,
    Role::{self, OfficeHead, OfficeWorker},
};
use crate::{
    command::{Field, Kind, Spec, may, must},
    handover::CATEGORIES,
};

/// On which ground an item is held that needs one (rules 12.2).
pub const GROUNDS: &[(&str, &str)] = &[("consent", "本人单独同意"), ("duty", "履行法定职责所必需")];
/// How the agreement was signed.
pub const MEANS: &[(&str, &str)] = &[("paper", "纸质签字"), ("screen", "在屏幕上确认")];
/// Where it was signed.
pub const PLACES: &[(&str, &str)] =
    &[("office", "司法所"), ("home", "本人家中"), ("prison", "监所内（释放前）"), ("other", "其他地方")];
/// 帮教小组成员身份 (rules 5.13).
pub const TEAM_ROLES: &[(&str, &str)] = &[
    ("01", "司法所工作人员"),
    ("02", "社会工作者"),
    ("03", "志愿者"),
    ("04", "村（居）委会人员"),
    ("05", "所在单位人员"),
    ("06", "就读学校人员"),
    ("07", "家庭成员或监护人"),
    ("08", "保证人"),
    ("99", "其他"),
];

const OFFICE: &[Role] = &[OfficeHead, OfficeWorker];

const PHONE: Field = may("phone", "本人电话", Kind::Text(40), "");
const OTHER_PHONE: Field = may("other_phone", "另一个电话", Kind::Text(40), "换号、停机时能联系上的");
const KIN_PHONE: Field = may("kin_phone", "家属电话", Kind::Text(40), "");
const ADDRESS: Field = may("address", "现住址", Kind::Text(200), "与户籍地址相同可不填");
const EDUCATION: Field = may("education", "文化程度", Kind::Text(20), "");
const MARITAL: Field = may("marital_status", "婚姻状况", Kind::Text(20), "");
const TIME: Field = may("contact_time", "方便联系的时间", Kind::Text(60), "例如：晚上七点以后");
const DISCREET: Field = may("discreet", "希望低调联系", Kind::YesNo, "不穿制服、不开公务车、不上门张扬");
const FAMILY: Field = may("family", "家庭情况", Kind::LongText(500), "");
const HEALTH: Field = may("health", "健康状况", Kind::LongText(500), "敏感信息，确有需要才填");
const GROUND: Field = may("health_ground", "登记健康状况的依据", Kind::Choice(GROUNDS), "");
const RIGHTS: Field = may("rights_told", "已告知本人可查询、更正自己的信息", Kind::YesNo, "");

pub(super) const COMMANDS: &[Spec] = &[
    Spec {
        name: "open-file",
        title: "建档",
        help: "登记表首页（F6）。已知道的内容已填好，核对即可；本人不愿说的可以不填。",
        who: OFFICE,
        answers: true,
        fields: &[
            must("on", "建档日期", Kind::Date, ""),
            PHONE,
            OTHER_PHONE,
            KIN_PHONE,
            ADDRESS,
            EDUCATION,
            MARITAL,
            TIME,
            DISCREET,
            FAMILY,
            HEALTH,
            GROUND,
            may("note", "需要和困难", Kind::LongText(500), "住、吃、工作、身体、子女"),
            RIGHTS,
        ],
    },
    Spec {
        name: "update-file",
        title: "更新登记表",
        help: "本人情况变了或要求更正时在这里改。清空的项目不再保留，原来的写法仍在经过里。",
        who: OFFICE,
        answers: true,
        fields: &[
            must("on", "日期", Kind::Date, ""),
            must("reason", "为什么改", Kind::Text(200), "例如：本人来电告知换号"),
            PHONE,
            OTHER_PHONE,
            KIN_PHONE,
            ADDRESS,
            EDUCATION,
            MARITAL,
            TIME,
            DISCREET,
            FAMILY,
            HEALTH,
            GROUND,
        ],
    },
    Spec {
        name: "assign-worker",
        title: "指定责任人",
        help: "每份档案有一名责任人，他的待办里会出现该办的事。建议的是手上最少的一位，由所长决定。",
        who: &[OfficeHead],
        answers: false,
        fields: &[
            must("worker", "责任人", Kind::Worker, ""),
            may("reason", "说明", Kind::Text(200), "不按建议指定时写一句"),
        ],
    },
    Spec {
        name: "sign-agreement",
        title: "签订帮教协议",
        help: "先说明自愿原则：可以不签，签了也可以随时退出。释放前可以在监所内签。",
        who: OFFICE,
        answers: true,
        fields: &[
            must("on", "签订日期", Kind::Date, ""),
            may("how", "怎样签的", Kind::Choice(MEANS), ""),
            may("signed_name", "本人输入的姓名", Kind::Text(60), "只在屏幕确认时填，由本人看过协议后输入"),
            may("place", "在哪里签", Kind::Choice(PLACES), ""),
            may("relative", "参加的家属", Kind::Text(60), ""),
            may("community", "村居代表", Kind::Text(60), ""),
            may("paper_no", "协议编号", Kind::Text(60), "纸质协议的编号或存放处"),
            RIGHTS,
        ],
    },
    Spec {
        name: "refuse-agreement",
        title: "记录不签或退出协议",
        help: "不签、签后退出都是本人的权利，没有任何不利后果。责任人照常在，本人愿意时再谈。",
        who: OFFICE,
        answers: true,
        fields: &[
            must("on", "日期", Kind::Date, ""),
            must("words", "本人怎样说", Kind::LongText(500), "照本人原话记录"),
            may("again_on", "再谈日期", Kind::Date, "与本人约定；不填则按规则"),
            may("never_again", "本人表示不要再问", Kind::YesNo, "以后只在每半年复核时顺带留意"),
            may("contact", "约定的联系方式", Kind::Text(200), "例如：每季度由他信任的人打一次电话"),
            may("contact_by", "由谁联系", Kind::Text(60), "本人信任的人"),
            may("minimum", "本人也不愿建档", Kind::YesNo, "只保留法定最少的内容"),
            may("ground", "保留最少内容的依据", Kind::Choice(GROUNDS), ""),
            RIGHTS,
        ],
    },
    Spec {
        name: "team-join",
        title: "加入帮教小组",
        help: "帮教小组名册（F8）。本人和成员都愿意，才登记。",
        who: OFFICE,
        answers: false,
        fields: &[
            must("on", "加入日期", Kind::Date, ""),
            must("name", "姓名", Kind::Text(60), ""),
            must("role", "身份", Kind::Choice(TEAM_ROLES), ""),
            may("organ", "单位", Kind::Text(100), ""),
            may("phone", "电话", Kind::Text(40), ""),
        ],
    },
    Spec {
        name: "team-leave",
        title: "退出帮教小组",
        help: "成员不再参加。名册上保留起止日期。",
        who: OFFICE,
        answers: false,
        fields: &[
            must("member", "成员", Kind::Listed("team"), ""),
            must("on", "退出日期", Kind::Date, ""),
            may("reason", "原因", Kind::Text(200), ""),
        ],
    },
    Spec {
        name: "review-grade",
        title: "复核帮教类型",
        help: "重点或一般由所长判断并写明理由，每半年复核一次。本人不愿再签协议的，这时顺带留意即可。",
        who: &[OfficeHead],
        answers: true,
        fields: &[
            must("on", "日期", Kind::Date, ""),
            must("category", "帮教类型", Kind::Choice(CATEGORIES), ""),
            must("reason", "理由", Kind::LongText(500), "依据哪些情况，维持还是调整"),
        ],
    },
    Spec {
        name: "close",
        title: "办结",
        help: "期满、死亡或收监时办结，并告知本人或家属。办结后只能查看。",
        who: &[OfficeHead],
        answers: true,
        fields: &[
            must("on", "办结日期", Kind::Date, ""),
            must("reason", "办结原因", Kind::Choice(CLOSING), ""),
            must("told", "怎样告知", Kind::LongText(500), "何时、何人、用什么方式告知"),
        ],
    },
];
