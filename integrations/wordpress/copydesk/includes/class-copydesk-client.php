<?php
/**
 * Requests to the service.
 *
 * @package Copydesk
 */

defined( 'ABSPATH' ) || exit;

/**
 * Posts a signed message and says what became of it.
 */
final class Copydesk_Client {

	const TIMEOUT = 10;

	/**
	 * Posts a message.
	 *
	 * @param string $id      Names the message.
	 * @param array  $payload What is sent.
	 * @return array{ok: bool, status: int, message: string, final: bool, retry_after: int} 'final': trying again
	 *                        would not help; 'status' is 0 when there was no answer.
	 */
	public static function post( $id, array $payload ) {
		$body = wp_json_encode( $payload, JSON_UNESCAPED_SLASHES | JSON_UNESCAPED_UNICODE | JSON_INVALID_UTF8_SUBSTITUTE );
		$args = array(
			'timeout'     => self::TIMEOUT,
			'redirection' => 0,
			'user-agent'  => 'copydesk-wordpress/' . COPYDESK_VERSION,
			'body'        => $body,
			'headers'     => Copydesk_Signature::headers( Copydesk_Settings::secret(), $id, time(), $body ) + array(
				'Content-Type' => 'application/json',
				'Accept'       => 'application/json, application/problem+json',
			),
		);
		// Not wp_safe_remote_post: the address is an administrator's, and may be in a private network.
		$reply = wp_remote_post( Copydesk_Settings::hook_url(), $args );
		if ( is_wp_error( $reply ) ) {
			return self::outcome( 0, $reply->get_error_message() );
		}
		$status = (int) wp_remote_retrieve_response_code( $reply );
		$after  = (int) wp_remote_retrieve_header( $reply, 'retry-after' );
		return self::outcome( $status, self::problem( wp_remote_retrieve_body( $reply ) ), $after );
	}

	/**
	 * Judges an answer.
	 *
	 * @param int    $status  HTTP status.
	 * @param string $message What went wrong, if it did.
	 * @param int    $after   Seconds to wait, if the service said so.
	 * @return array
	 */
	private static function outcome( $status, $message, $after = 0 ) {
		return array(
			'ok'          => $status >= 200 && $status < 300,
			'status'      => $status,
			'message'     => $message,
			// The service cannot take this content. All else may be put right: a secret, a name, an outage.
			'final'       => in_array( $status, array( 400, 410, 413, 415, 422 ), true ),
			'retry_after' => max( 0, min( $after, HOUR_IN_SECONDS ) ),
		);
	}

	/**
	 * What an RFC 9457 problem says.
	 *
	 * @param string $body Body of the answer.
	 * @return string Empty if it says nothing.
	 */
	private static function problem( $body ) {
		$problem = Copydesk_Json::decode( $body );
		foreach ( array( 'detail', 'title' ) as $key ) {
			if ( isset( $problem[ $key ] ) && is_string( $problem[ $key ] ) ) {
				return mb_substr( wp_strip_all_tags( $problem[ $key ] ), 0, 300 );
			}
		}
		return '';
	}
}
