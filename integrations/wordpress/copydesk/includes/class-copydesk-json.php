<?php
/**
 * JSON in post meta.
 *
 * @package Copydesk
 */

defined( 'ABSPATH' ) || exit;

/**
 * Reads and writes JSON strings, and bounds what others write.
 */
final class Copydesk_Json {

	const MAX_BYTES  = 262144;
	const MAX_DEPTH  = 8;
	const MAX_ITEMS  = 200;
	const MAX_LENGTH = 4000;

	/**
	 * Decodes an object or list.
	 *
	 * @param mixed $text JSON, or anything.
	 * @return array Empty for what is not an object or list.
	 */
	public static function decode( $text ) {
		if ( ! is_string( $text ) || strlen( $text ) > self::MAX_BYTES ) {
			return array();
		}
		$value = json_decode( $text, true, self::MAX_DEPTH );
		return is_array( $value ) ? $value : array();
	}

	/**
	 * Encodes for post meta, readable and without escapes that unslashing could harm.
	 *
	 * @param array $value What to encode.
	 * @return string
	 */
	public static function encode( array $value ) {
		return (string) wp_json_encode( $value, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_PRESERVE_ZERO_FRACTION );
	}

	/**
	 * Bounds a JSON string from outside: control characters gone, strings and lists not too long.
	 * Doing it twice changes nothing. Markup in strings stays, as a quotation may hold it: whatever
	 * prints them escapes them.
	 *
	 * @param mixed         $text JSON, or anything.
	 * @param string[]|null $keys The keys that an object may have; null for any.
	 * @return string JSON of an object or list; empty for anything else.
	 */
	public static function sanitize( $text, $keys = null ) {
		$value = self::decode( $text );
		if ( null !== $keys ) {
			$value = array_intersect_key( $value, array_flip( $keys ) );
		}
		$value = self::bound( $value );
		return array() === $value ? '' : self::encode( $value );
	}

	/**
	 * Bounds a value.
	 *
	 * @param mixed $value Decoded JSON.
	 * @return mixed
	 */
	private static function bound( $value ) {
		if ( is_string( $value ) ) {
			$value = preg_replace( '/[\x00-\x08\x0B\x0C\x0E-\x1F\x7F]/u', '', wp_check_invalid_utf8( $value ) );
			return mb_substr( (string) $value, 0, self::MAX_LENGTH );
		}
		if ( ! is_array( $value ) ) {
			return $value;
		}
		$kept = array();
		foreach ( array_slice( $value, 0, self::MAX_ITEMS, true ) as $key => $item ) {
			$kept[ is_string( $key ) ? self::bound( $key ) : $key ] = self::bound( $item );
		}
		return $kept;
	}
}
