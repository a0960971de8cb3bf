//! Help about the door.

use super::Topic;

pub(super) const TOPICS: &[Topic] = &[
    Topic {
        id: "sign-in",
        title: "登录",
        routes: &["/sign-in"],
        purpose: "从这里进入系统。账号是各人自己的，不能借用。",
        act: "填写账号和密码，按“登录”。连续输错五次，账号锁定十五分钟。",
        then: "登录后先到待办。一小时不用会自动退出，没有保存的草稿留在这台设备上。",
        rules: &[],
        ask: "忘记密码、还没有账号，找本单位负责人或系统管理员。",
    },
    Topic {
        id: "password",
        title: "修改密码",
        routes: &["/password"],
        purpose: "把别人给的密码换成只有自己知道的，也可以随时自己更换。",
        act: "先写原密码，再写两遍新密码。不要用账号名，也不要和别的系统用同一个密码。",
        then: "改好以后，在其他电脑和手机上的登录都退出，要用新密码重新登录。",
        rules: &[],
        ask: "原密码记不得了，请系统管理员重置。",
    },
];
