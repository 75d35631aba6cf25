<?php
/**
 * The box in the editor.
 *
 * @package Copydesk
 */

defined( 'ABSPATH' ) || exit;

/**
 * Brings assets/box.js into both editors: a panel in the block editor, a meta box in the classic one.
 */
final class Copydesk_Box {

	const HANDLE = 'copydesk-box';

	/**
	 * Adds the actions.
	 */
	public static function hook() {
		add_action( 'enqueue_block_editor_assets', array( __CLASS__, 'enqueue_block' ) );
		add_action( 'add_meta_boxes', array( __CLASS__, 'add' ), 10, 2 );
	}

	/**
	 * The panel of the block editor.
	 */
	public static function enqueue_block() {
		$screen = get_current_screen();
		if ( $screen && Copydesk_Settings::covers( $screen->post_type ) ) {
			self::enqueue( array( 'wp-plugins', 'wp-edit-post', 'wp-data', 'wp-core-data' ) );
		}
	}

	/**
	 * The meta box of the classic editor.
	 *
	 * @param string  $post_type Type of the post.
	 * @param WP_Post $post      The post.
	 */
	public static function add( $post_type, $post ) {
		if ( ! $post instanceof WP_Post || ! Copydesk_Settings::covers( $post_type ) ) {
			return;
		}
		$in_block_editor = array( '__back_compat_meta_box' => true ); // The panel is there instead.
		add_meta_box( 'copydesk', __( 'copydesk', 'copydesk' ), array( __CLASS__, 'render' ), $post_type, 'side', 'default', $in_block_editor );
	}

	/**
	 * Prints the place that the script fills.
	 *
	 * @param WP_Post $post The post.
	 */
	public static function render( WP_Post $post ) {
		if ( 'auto-draft' === $post->post_status ) {
			echo '<p>' . esc_html__( 'The text is sent to copydesk when it is published.', 'copydesk' ) . '</p>';
			return;
		}
		self::enqueue( array( 'jquery' ) );
		printf(
			'<div id="copydesk-box" data-post="%d"><p>%s</p></div>',
			(int) $post->ID,
			esc_html__( 'This box needs JavaScript.', 'copydesk' )
		);
	}

	/**
	 * Enqueues script and style.
	 *
	 * @param string[] $needs Scripts that one of the editors needs besides.
	 */
	private static function enqueue( array $needs ) {
		$needs = array_merge( array( 'wp-element', 'wp-api-fetch', 'wp-i18n' ), $needs );
		wp_enqueue_script( self::HANDLE, plugins_url( 'assets/box.js', COPYDESK_FILE ), $needs, COPYDESK_VERSION, true );
		wp_set_script_translations( self::HANDLE, 'copydesk', plugin_dir_path( COPYDESK_FILE ) . 'languages' );
		wp_enqueue_style( self::HANDLE, plugins_url( 'assets/box.css', COPYDESK_FILE ), array(), COPYDESK_VERSION );
	}
}
