/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* What hangar-askpass and Hangar say to each other over a socket in a private folder.
 *
 * Each connection begins with one byte. After HANGAR_ASKPASS_SSH nothing follows: who connected is ssh, and
 * goes on when the connection is closed. After HANGAR_ASKPASS_QUESTION comes a question, to the end; the
 * answer is HANGAR_ASKPASS_ANSWER with the text behind it, or nothing when the user does not want to answer.
 */

#define HANGAR_ASKPASS_SSH 'S'
#define HANGAR_ASKPASS_QUESTION 'Q'
#define HANGAR_ASKPASS_ANSWER 'A'

/* The longest question and the longest answer, in bytes. */
#define HANGAR_ASKPASS_LIMIT 8192

#define HANGAR_ASKPASS_SOCKET "socket"
#define HANGAR_ASKPASS_SSH_LINK "ssh"
#define HANGAR_ASKPASS_ASK_LINK "askpass"
