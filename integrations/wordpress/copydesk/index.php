<?php
/**
 * Nothing to list.
 *
 * @package Copydesk
 */
