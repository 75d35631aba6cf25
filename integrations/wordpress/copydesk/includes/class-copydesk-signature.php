<?php
/**
 * Standard Webhooks signatures.
 *
 * @package Copydesk
 */

defined( 'ABSPATH' ) || exit;

/**
 * Signs as https://www.standardwebhooks.com says.
 */
final class Copydesk_Signature {

	/**
	 * The headers of a signed request.
	 *
	 * @param string $secret    The secret; "whsec_" and base64, or any text.
	 * @param string $id        Names the message; the same for each try to deliver it.
	 * @param int    $timestamp Seconds since 1970.
	 * @param string $body      What is sent, byte for byte.
	 * @return array<string, string>
	 */
	public static function headers( $secret, $id, $timestamp, $body ) {
		$signed = hash_hmac( 'sha256', $id . '.' . $timestamp . '.' . $body, self::key( $secret ), true );
		return array(
			'webhook-id'        => $id,
			'webhook-timestamp' => (string) $timestamp,
			'webhook-signature' => 'v1,' . base64_encode( $signed ),
		);
	}

	/**
	 * The bytes of a secret.
	 *
	 * @param string $secret The secret.
	 * @return string
	 */
	private static function key( $secret ) {
		if ( 0 !== strpos( $secret, 'whsec_' ) ) {
			return $secret;
		}
		$key = base64_decode( substr( $secret, 6 ), true );
		return false === $key ? $secret : $key;
	}
}
