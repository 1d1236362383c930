from __future__ import annotations

from mingcha.policy.ownname import own_names
from mingcha.policy.reader import read_text


def test_names_that_a_policy_gives_itself() -> None:
    assert "今日水印相机" in own_names("欢迎使用今日水印相机。")
    assert own_names('北京某某科技有限公司(以下简称"轻颜相机")') == ("轻颜相机",)
    assert own_names('在你使用今日水印相机完美版(以下简称"本软件")前') == ("今日水印相机完美版",)
    assert own_names('以下简称"我们"') == ()


def test_a_word_of_data_in_the_apps_own_name_is_no_data() -> None:
    own = "欢迎使用轻颜相机。我们为提供轻颜相机软件使用您的位置信息。"
    assert [mention.label for mention in read_text(own).mentions] == ["location"]
    assert "camera" in {mention.label for mention in read_text("我们会使用您的相机、位置信息。").mentions}
