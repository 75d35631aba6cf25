"""What has to hold with WordPress alone: the plugin."""

import json
import re
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path

from tests.e2e.articles import ELECTION
from tests.e2e.browser import Browser
from tests.e2e.cms.base import Article
from tests.e2e.cms.process import OPENER, answers, until
from tests.e2e.cms.wordpress import PASSWORD, PLUGIN, WordPress
from tests.e2e.scenes import NEVER, SOON, Scene, Stage

__all__ = ["PICTURES", "WORDPRESS_SCENES"]

PICTURES = Path("build") / "e2e"
_ADMIN = "/wp-admin/options-general.php?page=copydesk"


def _wordpress(stage: Stage) -> WordPress:
    assert isinstance(stage.cms, WordPress)
    return stage.cms


def answer_is_kept(stage: Stage) -> str:
    wordpress = _wordpress(stage)
    stage.gate.open = False
    try:
        post = wordpress.publish(stage.article())
        published = wordpress.call("GET", f"/wp/v2/posts/{post}")["modified_gmt"]
        time.sleep(1.5)  # WordPress counts in seconds
    finally:
        stage.gate.open = True
    stage.tagged(post, "Sport")
    modified = wordpress.call("GET", f"/wp/v2/posts/{post}")["modified_gmt"]
    assert modified == published, "the write-back made the post look edited"
    result = json.loads(wordpress.meta(post)["_copydesk_result"])
    assert result["topics"][0]["id"] == "medtop:15000000"
    assert {"genre", "evidence", "model", "content_hash"} <= result.keys()
    with OPENER.open(f"{wordpress.url}/index.php?rest_route=/wp/v2/posts/{post}") as reply:
        seen = reply.read().decode()
    assert "_copydesk" not in seen, "readers can see it"
    stage.quiet()
    assert wordpress.php(f"return get_post_meta( {post}, '_copydesk_delivery' );") == []
    return "in the post's meta; readers do not get it; the post was not made to look edited"


def plugin_tries_again(stage: Stage) -> str:
    wordpress = _wordpress(stage)
    stage.service.stop()
    started = time.monotonic()
    post = wordpress.publish(stage.article())
    spent = time.monotonic() - started
    waiting = f"return get_post_meta( {post}, '_copydesk_delivery', true );"
    tried = lambda: "cURL" in str(wordpress.php(waiting))  # noqa: E731
    until(tried, SOON, saying="no try is noted")
    view = wordpress.call("GET", f"/copydesk/v1/posts/{post}")
    assert view["delivery"]["state"] == "retry", view["delivery"]
    stage.service.start()
    # Any visit starts WP-Cron; tagged() makes some.
    seconds = stage.tagged(post, "Sport", patience=90)
    return f"publishing took {spent:.1f} s; tags {seconds:.1f} s after the service was up"


def sent_after_the_answer(stage: Stage) -> str:
    """Where PHP can end the request first, the plugin sends by itself."""
    wordpress = _wordpress(stage)
    wordpress.php("update_option( 'tests_end_first', 1 );")
    try:
        post = wordpress.publish(stage.article())
        seconds = stage.tagged(post, "Sport")
    finally:
        wordpress.php("delete_option( 'tests_end_first' );")
    assert wordpress.php(f"return get_post_meta( {post}, '_copydesk_delivery' );") == []
    assert (
        wordpress.php(f"return wp_next_scheduled( 'copydesk_deliver', array( {post} ) );") is False
    )
    return f"without WP-Cron, {seconds:.1f} s after publishing"


def only_text_counts(stage: Stage) -> str:
    wordpress = _wordpress(stage)
    post = wordpress.publish(stage.article())
    stage.tagged(post, "Sport")
    stage.quiet()
    before = len(stage.service.lines("hook", site=stage.site, document=post))
    wordpress.add_tag(post, "Photo essay")
    wordpress.call("POST", f"/wp/v2/posts/{post}", {"sticky": True})
    draft = wordpress.call("POST", "/wp/v2/posts", {"title": "Draft", "content": ELECTION.html})
    locked = {"title": "Locked", "content": ELECTION.html, "status": "publish", "password": "x"}
    closed = wordpress.call("POST", "/wp/v2/posts", locked)
    time.sleep(NEVER)
    after = len(stage.service.lines("hook", site=stage.site, document=post))
    assert after == before, "a change of tags was sent"
    for other in (draft, closed):
        assert not stage.service.lines("hook", document=str(other["id"])), "it was sent"
    return "tags, drafts and posts with a password are not sent"


def quoted_title(stage: Stage) -> str:
    """WordPress shows a title in other characters than it was written in."""
    wordpress = _wordpress(stage)
    article = stage.article()
    title = f"{article.title} – “it's <em>ours</em>” & 'theirs'"
    stage.gate.open = False
    try:
        post = wordpress.publish(Article(title, article.html))
        stage.received(post)
        time.sleep(1.5)  # WordPress counts in seconds: the post is to be another than was sent
        wordpress.add_tag(post, "Early bird")
    finally:
        stage.gate.open = True
    stage.tagged(post, "Early bird", "Sport")
    stage.quiet()
    stage.service.command("catch-up", stage.site, "--since", "1h")
    stage.quiet()
    assert len(stage.jobs(post)) == 1, "what the plugin sends and what the API shows differ"
    return "one job, sent and caught up"


def settings_are_guarded(stage: Stage) -> str:
    wordpress = _wordpress(stage)
    login = {"log": "admin", "pwd": PASSWORD}
    jar = urllib.request.HTTPCookieProcessor(CookieJar())
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}), jar)
    base = wordpress.url

    def post(path: str, fields: dict[str, str]) -> int:
        data = urllib.parse.urlencode(fields).encode()
        try:
            with opener.open(f"{base}{path}", data, timeout=30) as reply:
                return int(reply.status)
        except urllib.error.HTTPError as error:
            return error.code

    changed = {"option_page": "copydesk", "action": "update", "copydesk_secret": "stolen"}
    opener.open(f"{base}/wp-login.php").close()  # for its test cookie
    assert post("/wp-login.php", login) == 200
    assert post("/wp-admin/options.php", changed) == 403, "saved without a nonce"
    assert post("/wp-admin/admin-post.php", {"action": "copydesk_test"}) == 403, "no nonce"
    page = opener.open(f"{base}{_ADMIN}").read().decode()
    assert stage.secret not in page, "the page shows the secret"
    kept = wordpress.php("return get_option( 'copydesk_secret' );")
    assert kept == stage.secret
    # An editor may edit posts, and not set this up.
    may = "wp_set_current_user( 2 ); return current_user_can( Copydesk_Settings_Page::CAPABILITY );"
    assert wordpress.php(may) is False
    anonymous = f"{base}/index.php?rest_route=/copydesk/v1/posts/1"
    assert not answers(anonymous), "anybody can ask for the box"
    return "nonces, capabilities, secret not on the page"


def connection_test(stage: Stage) -> str:
    wordpress = _wordpress(stage)
    said = []
    with Browser() as browser:
        _log_in(browser, wordpress)
        try:
            for secret in (stage.secret, "another-secret-than-the-service-has"):
                stage.connect(secret)
                browser.go(wordpress.url + _ADMIN)
                browser.click("form[action*='admin-post'] [type=submit]")
                browser.wait("document.querySelector('.settings-error')")
                said.append(browser.text(".settings-error"))
        finally:
            stage.connect()
        browser.go(wordpress.url + _ADMIN)
        browser.picture(PICTURES / "wordpress-settings.png")
    assert said[0].startswith("It works"), said
    assert "refused the signature" in said[1], said
    return f"right secret: {said[0][:8]!r}; wrong secret: {said[1][:35]!r} …"


def block_editor(stage: Stage) -> str:
    """In suggest mode: the box shows the answer, and a person decides."""
    wordpress = _wordpress(stage)
    stage.quiet()
    stage.configure(mode="suggest", genres={"reporting": "News"})
    stage.service.restart()
    try:
        post = wordpress.publish(stage.article(), "Harbour cup")
        until(lambda: bool(wordpress.meta(post)["_copydesk_result"]), SOON, saying="no answer")
        assert wordpress.tags(post) == ["Harbour cup"], "tags were set"
        with Browser() as browser:
            _log_in(browser, wordpress)
            _open_block_editor(browser, wordpress, post)
            browser.wait("document.querySelector('.copydesk-suggestion')", saying="no suggestions")
            text = browser.text(".copydesk-panel")
            for wanted in ("sport", "reporting", "WHAT SHOWS IT", "Accept"):
                assert wanted in text, f"{wanted!r} is not in the box"
            browser.run("document.querySelector('.copydesk-panel').scrollIntoView()")
            browser.picture(PICTURES / "wordpress-block-editor.png")
            browser.picture(PICTURES / "wordpress-box.png", ".copydesk-panel")
            browser.click("[aria-label='Accept Sport']")
            browser.wait("document.querySelector('.copydesk-suggestion.is-added')")
            browser.click("[aria-label='Dismiss News']")
            browser.wait("document.querySelector('.copydesk-suggestion.is-dismissed')")
            browser.picture(PICTURES / "wordpress-box-judged.png", ".copydesk-panel")
            edited = "wp.data.select('core/editor').getEditedPostAttribute('tags').length"
            browser.wait(f"{edited} === 2", saying="the editor does not know the accepted tag")
            browser.run("wp.data.dispatch('core/editor').editPost({title: 'Changed by a person'})")
            browser.run("wp.data.dispatch('core/editor').savePost()")
            browser.wait("!wp.data.select('core/editor').isEditedPostDirty()")
        assert sorted(wordpress.tags(post)) == ["Harbour cup", "Sport"]
        stage.received(post, number=2)  # the title changed
        stage.quiet()
        states = {
            item["name"]: item["state"]
            for item in wordpress.call("GET", f"/copydesk/v1/posts/{post}")["suggestions"]
        }
        assert states == {"Sport": "added", "News": "dismissed"}, states
        return "accepted one, dismissed one; both hold after the text changed"
    finally:
        stage.configure()
        stage.service.restart()


def classic_editor(stage: Stage) -> str:
    wordpress = _wordpress(stage)
    stage.configure(mode="suggest")
    stage.service.restart()
    try:
        post = wordpress.publish(stage.article(), "Harbour cup")
        until(lambda: bool(wordpress.meta(post)["_copydesk_result"]), SOON, saying="no answer")
        with Browser() as browser:
            _log_in(browser, wordpress)
            browser.go(f"{wordpress.url}/wp-admin/post.php?post={post}&action=edit&classic-editor")
            browser.wait("document.querySelector('#copydesk .copydesk-suggestion')")
            browser.click("[aria-label='Accept Sport']")
            browser.wait("document.querySelector('.copydesk-suggestion.is-added')")
            browser.picture(PICTURES / "wordpress-classic-editor.png")
            browser.click("#publish")
            browser.wait("document.querySelector('#message')", saying="not saved")
        found = sorted(wordpress.tags(post))
        assert found == ["Harbour cup", "Sport"], f"after saving the form: {found}"
        return "accepted; saving the form keeps it"
    finally:
        stage.configure()
        stage.service.restart()


def uninstalled(stage: Stage) -> str:
    wordpress = _wordpress(stage)
    stage.service.stop()
    wordpress.publish(stage.article())  # leaves a delivery behind
    wordpress.php("deactivate_plugins( 'copydesk/copydesk.php' );")
    gone = "delete_plugins( array( 'copydesk/copydesk.php' ) );"
    wordpress.php(gone)
    left = wordpress.php(
        "global $wpdb; $like = '%copydesk%'; return array("
        '$wpdb->get_col( $wpdb->prepare( "SELECT option_name FROM $wpdb->options WHERE option_name LIKE %s", $like ) ),'
        '$wpdb->get_col( $wpdb->prepare( "SELECT DISTINCT meta_key FROM $wpdb->postmeta WHERE meta_key LIKE %s", $like ) ),'
        "array_keys( array_merge( ...array_values( array_map( fn( $hooks ) => is_array( $hooks )"
        " ? array_filter( $hooks, fn( $name ) => str_contains( $name, 'copydesk' ), ARRAY_FILTER_USE_KEY ) : array(),"
        " _get_cron_array() ) ) ) ) );"
    )
    assert left == [[], [], []], f"left behind: {left}"
    return "no option, meta or event is left; terms stay"


def log_is_clean(stage: Stage) -> str:
    log = _wordpress(stage).debug_log
    ours = [line for line in log.read_text().splitlines() if "plugins/copydesk" in line]
    assert not ours, ours[:3]
    return "no notice, warning or deprecation of the plugin"


def keeps_to_the_standard(stage: Stage) -> str:
    root = PLUGIN.parents[2]
    done = subprocess.run(
        ["make", "-s", "-C", root, "wordpress-check"], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout[-1500:] + done.stderr[-500:]
    header = (PLUGIN / "copydesk.php").read_text()
    versions = re.findall(r"(?:Version: +|COPYDESK_VERSION', ')([0-9.]+)", header)
    versions += re.findall(r"Stable tag: ([0-9.]+)", (PLUGIN / "readme.txt").read_text())
    assert len(versions) == 3, versions
    assert len(set(versions)) == 1, versions
    return f"php -l, PHPCS, node --check, strings; version {versions[0]} everywhere"


def _log_in(browser: Browser, wordpress: WordPress) -> None:
    browser.go(f"{wordpress.url}/wp-login.php")
    browser.wait("document.activeElement?.id === 'user_login'")  # it puts the focus there, late
    browser.type("#user_login", "admin")
    browser.type("#user_pass", PASSWORD)
    browser.click("#wp-submit")
    browser.wait("document.body.classList.contains('wp-admin')", saying="not logged in")


def _open_block_editor(browser: Browser, wordpress: WordPress, post: str) -> None:
    browser.go(f"{wordpress.url}/wp-admin/post.php?post={post}&action=edit")
    browser.wait("window.wp?.data?.select('core/editor')?.getCurrentPostId()")
    browser.run(
        """
        const state = wp.data.select('core/edit-post'), act = wp.data.dispatch('core/edit-post');
        if (state.isFeatureActive('welcomeGuide')) act.toggleFeature('welcomeGuide');
        const panel = 'copydesk/copydesk';
        if (!state.isEditorPanelOpened(panel)) act.toggleEditorPanelOpened(panel);
        """
    )
    browser.wait("document.querySelector('.copydesk-panel')", saying="no panel")


WORDPRESS_SCENES: dict[str, Scene] = {
    "coding standard": keeps_to_the_standard,
    "the answer is kept, for editors only": answer_is_kept,
    "the plugin tries again": plugin_tries_again,
    "sent after the answer has gone out": sent_after_the_answer,
    "only text counts": only_text_counts,
    "a title with quotes and markup": quoted_title,
    "settings are guarded": settings_are_guarded,
    "connection test": connection_test,
    "block editor: accept and dismiss": block_editor,
    "classic editor: accept": classic_editor,
    "WordPress's log is clean": log_is_clean,
    "uninstalled cleanly": uninstalled,
}
