<?php
/**
 * Terms that the service suggests.
 *
 * @package Copydesk
 */

defined( 'ABSPATH' ) || exit;

/**
 * Lists suggestions, and accepts, dismisses or restores one.
 */
final class Copydesk_Suggestions {

	const ADDED     = 'added';
	const DISMISSED = 'dismissed';
	const OPEN      = 'open';

	/**
	 * What is suggested for a post.
	 *
	 * @param WP_Post $post The post.
	 * @return array<int, array{taxonomy: string, name: string, percent: int|null, state: string}>
	 */
	public static function of( WP_Post $post ) {
		$result    = Copydesk_Meta::get( $post->ID, Copydesk_Meta::RESULT );
		$dismissed = Copydesk_Meta::get( $post->ID, Copydesk_Meta::DISMISSED );
		$suggested = isset( $result['suggested_terms'] ) && is_array( $result['suggested_terms'] ) ? $result['suggested_terms'] : array();
		$found     = array();
		foreach ( $suggested as $item ) {
			$item     = is_string( $item ) ? array( 'name' => $item ) : (array) $item;
			$name     = isset( $item['name'] ) && is_string( $item['name'] ) ? trim( $item['name'] ) : '';
			$taxonomy = isset( $item['taxonomy'] ) && is_string( $item['taxonomy'] ) ? $item['taxonomy'] : 'post_tag';
			$key      = $taxonomy . ':' . $name;
			if ( '' === $name || isset( $found[ $key ] ) || ! is_object_in_taxonomy( $post->post_type, $taxonomy ) ) {
				continue;
			}
			$state = in_array( $key, $dismissed, true ) ? self::DISMISSED : self::OPEN;
			$term  = self::find( $name, $taxonomy );
			if ( $term && true === is_object_in_term( $post->ID, $taxonomy, $term ) ) {
				$state = self::ADDED;
			}
			$found[ $key ] = array(
				'taxonomy' => $taxonomy,
				'name'     => $name,
				'percent'  => Copydesk_View::percent( $item ),
				'state'    => $state,
			);
		}
		return array_values( $found );
	}

	/**
	 * Adds a suggested term to the post, making it if need be.
	 *
	 * @param WP_Post $post     The post.
	 * @param string  $taxonomy Taxonomy of the suggestion.
	 * @param string  $name     Name of the suggestion.
	 * @return true|WP_Error
	 */
	public static function accept( WP_Post $post, $taxonomy, $name ) {
		if ( ! self::is_suggested( $post, $taxonomy, $name ) ) {
			return new WP_Error( 'copydesk_not_suggested', __( 'This is not suggested any more. Reload the page.', 'copydesk' ), array( 'status' => 404 ) );
		}
		$caps = get_taxonomy( $taxonomy )->cap;
		$term = self::find( $name, $taxonomy );
		// As in WordPress: a tag is made by whoever may assign it, a category by whoever may edit categories.
		$may_make = current_user_can( is_taxonomy_hierarchical( $taxonomy ) ? $caps->edit_terms : $caps->assign_terms );
		if ( ! current_user_can( $caps->assign_terms ) || ( ! $term && ! $may_make ) ) {
			return new WP_Error( 'copydesk_may_not', __( 'You may not add this term.', 'copydesk' ), array( 'status' => 403 ) );
		}
		if ( ! $term ) {
			$made = wp_insert_term( wp_slash( $name ), $taxonomy );
			if ( is_wp_error( $made ) ) {
				return $made;
			}
			$term = (int) $made['term_id'];
		}
		$done = wp_set_object_terms( $post->ID, array( $term ), $taxonomy, true );
		return is_wp_error( $done ) ? $done : self::restore( $post, $taxonomy, $name );
	}

	/**
	 * Remembers that a suggestion is not wanted for this post.
	 *
	 * @param WP_Post $post     The post.
	 * @param string  $taxonomy Taxonomy of the suggestion.
	 * @param string  $name     Name of the suggestion.
	 * @return true
	 */
	public static function dismiss( WP_Post $post, $taxonomy, $name ) {
		if ( self::is_suggested( $post, $taxonomy, $name ) ) {
			$dismissed = Copydesk_Meta::get( $post->ID, Copydesk_Meta::DISMISSED );
			$all       = array_unique( array_merge( $dismissed, array( $taxonomy . ':' . $name ) ) );
			Copydesk_Meta::set( $post->ID, Copydesk_Meta::DISMISSED, array_values( $all ) );
		}
		return true;
	}

	/**
	 * Forgets that a suggestion was dismissed.
	 *
	 * @param WP_Post $post     The post.
	 * @param string  $taxonomy Taxonomy of the suggestion.
	 * @param string  $name     Name of the suggestion.
	 * @return true
	 */
	public static function restore( WP_Post $post, $taxonomy, $name ) {
		$dismissed = Copydesk_Meta::get( $post->ID, Copydesk_Meta::DISMISSED );
		$others    = array_diff( $dismissed, array( $taxonomy . ':' . $name ) );
		Copydesk_Meta::set( $post->ID, Copydesk_Meta::DISMISSED, array_values( $others ) );
		return true;
	}

	/**
	 * Finds a term by its name.
	 *
	 * @param string $name     The name.
	 * @param string $taxonomy The taxonomy.
	 * @return int 0 if there is none.
	 */
	private static function find( $name, $taxonomy ) {
		$found = term_exists( wp_slash( $name ), $taxonomy );
		return is_array( $found ) ? (int) $found['term_id'] : 0;
	}

	/**
	 * Whether the service suggests a term.
	 *
	 * @param WP_Post $post     The post.
	 * @param string  $taxonomy The taxonomy.
	 * @param string  $name     The name.
	 * @return bool
	 */
	private static function is_suggested( WP_Post $post, $taxonomy, $name ) {
		foreach ( self::of( $post ) as $suggestion ) {
			if ( $suggestion['taxonomy'] === $taxonomy && $suggestion['name'] === $name ) {
				return true;
			}
		}
		return false;
	}
}
