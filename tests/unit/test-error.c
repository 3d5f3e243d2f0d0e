/* SPDX-License-Identifier: GPL-3.0-or-later */
/* virt/error: libvirt's numbers and words survive the way up. */

#include "virt/error.h"

#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

static void
quiet_cb (void *data, virErrorPtr error)
{
}

/* Open until the end: closing is a call, too, and each call begins by forgetting the last error. */
static virConnectPtr connection;

static void
fail_a_call (void)
{
  g_assert_null (virDomainLookupByName (connection, "nobody-is-called-so"));
}

static void
test_number (void)
{
  g_autoptr (GError) error = NULL;

  fail_a_call ();
  hangar_virt_error_set (&error);
  g_assert_error (error, HANGAR_VIRT_ERROR, HANGAR_VIRT_ERROR_NO_DOMAIN);
  g_assert_nonnull (strstr (error->message, "Domain not found"));
}

static void
test_nothing_known (void)
{
  g_autoptr (GError) error = NULL;

  virResetLastError ();
  hangar_virt_error_set (&error);
  g_assert_error (error, HANGAR_VIRT_ERROR, VIR_ERR_INTERNAL_ERROR);
  g_assert_cmpstr (error->message, !=, "");
}

/* libvirt-glib's errors have the code 0 and its own words before the daemon's. */
static void
test_adopt (void)
{
  g_autoptr (GError) error =
    g_error_new_literal (g_quark_from_static_string ("vir-g-error"), 0, "Unable to: x");

  fail_a_call ();
  hangar_virt_error_adopt (&error);
  g_assert_error (error, HANGAR_VIRT_ERROR, HANGAR_VIRT_ERROR_NO_DOMAIN);
  g_assert_false (g_str_has_prefix (error->message, "Unable to"));
}

static void
test_adopt_nothing (void)
{
  g_autoptr (GError) error = NULL;

  fail_a_call ();
  hangar_virt_error_adopt (&error);
  hangar_virt_error_adopt (NULL);
  g_assert_no_error (error);

  virResetLastError ();
  error = g_error_new_literal (G_FILE_ERROR, G_FILE_ERROR_ACCES, "mine");
  hangar_virt_error_adopt (&error);
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_ACCES);
}

int
main (int argc, char *argv[])
{
  int status;

  g_test_init (&argc, &argv, NULL);
  virSetErrorFunc (NULL, quiet_cb);
  connection = virConnectOpen ("test:///default");
  g_assert_nonnull (connection);

  g_test_add_func ("/error/number", test_number);
  g_test_add_func ("/error/nothing-known", test_nothing_known);
  g_test_add_func ("/error/adopt", test_adopt);
  g_test_add_func ("/error/adopt-nothing", test_adopt_nothing);

  status = g_test_run ();
  virConnectClose (connection);
  return status;
}
