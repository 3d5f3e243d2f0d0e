/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Loaded into the display program of a test: gvnc looks for issuers in the account's home, whatever the
 * environment says, and a test must have a home of its own. */

#include <pwd.h>
#include <stdlib.h>

struct passwd *
getpwuid (uid_t uid)
{
  static struct passwd account;

  account.pw_name = (char *) "test";
  account.pw_uid = uid;
  account.pw_dir = getenv ("HOME");
  return &account;
}
