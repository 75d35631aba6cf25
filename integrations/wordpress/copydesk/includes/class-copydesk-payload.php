<?php
/**
 * What is sent of a post.
 *
 * @package Copydesk
 */

defined( 'ABSPATH' ) || exit;

/**
 * Makes the body of a delivery.
 */
final class Copydesk_Payload {

	/**
	 * Describes a post as the service reads it.
	 *
	 * @param WP_Post $post  The post.
	 * @param string  $event 'post.published' or 'post.updated'.
	 * @return array
	 */
	public static function of( WP_Post $post, $event ) {
		$payload = array(
			'event' => $event,
			'site'  => home_url( '/' ),
			'post'  => array(
				'id'           => $post->ID,
				'type'         => $post->post_type,
				'status'       => $post->post_status,
				// As written: get_the_title() would turn quotes into entities.
				'title'        => html_entity_decode( wp_strip_all_tags( $post->post_title ), ENT_QUOTES | ENT_HTML5, 'UTF-8' ),
				'html'         => self::rendered( $post ),
				'url'          => (string) get_permalink( $post ),
				'modified_gmt' => mysql_to_rfc3339( $post->post_modified_gmt ) . 'Z',
				'language'     => strtolower( substr( get_locale(), 0, 2 ) ),
				'terms'        => self::terms( $post ),
			),
		);
		/**
		 * Filters what is sent of a post, for example its language on a site with several.
		 *
		 * @param array   $payload The body of the delivery.
		 * @param WP_Post $post    The post.
		 */
		return (array) apply_filters( 'copydesk_payload', $payload, $post );
	}

	/**
	 * Names a state of a post's text: the same text, the same hash.
	 *
	 * @param WP_Post $post The post.
	 * @return string 16 hexadecimal digits.
	 */
	public static function hash( WP_Post $post ) {
		return substr( hash( 'sha256', $post->post_title . "\n" . $post->post_content ), 0, 16 );
	}

	/**
	 * Names a delivery; each try to deliver the same text has the same name.
	 *
	 * @param WP_Post $post The post.
	 * @return string
	 */
	public static function id( WP_Post $post ) {
		return sprintf( 'wp-%d-%d-%s', get_current_blog_id(), $post->ID, self::hash( $post ) );
	}

	/**
	 * The content as readers get it, blocks and shortcodes rendered.
	 *
	 * @param WP_Post $post_to_render The post.
	 * @return string
	 */
	private static function rendered( WP_Post $post_to_render ) {
		global $post;
		$before = $post;
		// Blocks and shortcodes read the current post.
		$post = $post_to_render; // phpcs:ignore WordPress.WP.GlobalVariablesOverride.Prohibited
		setup_postdata( $post );
		$html = (string) apply_filters( 'the_content', $post->post_content ); // phpcs:ignore WordPress.NamingConventions.PrefixAllGlobals.NonPrefixedHooknameFound
		$post = $before; // phpcs:ignore WordPress.WP.GlobalVariablesOverride.Prohibited
		if ( $post instanceof WP_Post ) {
			setup_postdata( $post );
		}
		return $html;
	}

	/**
	 * The names of a post's terms, taxonomy by taxonomy.
	 *
	 * @param WP_Post $post The post.
	 * @return array<string, string[]>|object
	 */
	private static function terms( WP_Post $post ) {
		$terms = array();
		foreach ( get_object_taxonomies( $post->post_type, 'objects' ) as $taxonomy ) {
			if ( ! $taxonomy->public || 'post_format' === $taxonomy->name ) {
				continue;
			}
			$names = wp_get_object_terms( $post->ID, $taxonomy->name, array( 'fields' => 'names' ) );
			if ( ! is_wp_error( $names ) ) {
				$terms[ $taxonomy->name ] = array_map( array( __CLASS__, 'plain' ), array_values( $names ) );
			}
		}
		return array() === $terms ? (object) array() : $terms;
	}

	/**
	 * A term's name as a person wrote it; the database holds it with entities.
	 *
	 * @param string $name The name.
	 * @return string
	 */
	public static function plain( $name ) {
		return html_entity_decode( $name, ENT_QUOTES | ENT_HTML5, 'UTF-8' );
	}
}
