/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Classes that a template or a test makes with nothing given: their own templates are whole, and they go
 * again without having been given anything. What they do with something is shown by the pages' and windows'
 * tests. */

#include <adwaita.h>

#include "console/login-page.h"
#include "ui/create/advanced-form.h"
#include "ui/create/create-page.h"
#include "ui/create/definition-page.h"
#include "ui/create/disk-form.h"
#include "ui/create/host-choice.h"
#include "ui/create/import-form.h"
#include "ui/create/leftovers-dialog.h"
#include "ui/create/medium-form.h"
#include "ui/create/name-form.h"
#include "ui/create/network-form.h"
#include "ui/create/new-machine-dialog.h"
#include "ui/create/os-chooser.h"
#include "ui/create/os-form.h"
#include "ui/create/progress-page.h"
#include "ui/create/size-form.h"
#include "ui/create/start-page.h"
#include "ui/create/summary-page.h"
#include "ui/create/volume-dialog.h"
#include "ui/domain/add-device-dialog.h"
#include "ui/domain/boot-order-group.h"
#include "ui/domain/dependants-dialog.h"
#include "ui/domain/device-form.h"
#include "ui/domain/device-row.h"
#include "ui/domain/disk-size-group.h"
#include "ui/domain/disk-source-group.h"
#include "ui/domain/guest-group.h"
#include "ui/domain/hardware-page.h"
#include "ui/domain/media-dialog.h"
#include "ui/domain/overview-page.h"
#include "ui/domain/snapshot-row.h"
#include "ui/domain/xml-window.h"
#include "tests/wait.h"

static const struct
{
  const char *name;
  GType (*get_type) (void);
} classes[] = {
  { "login-page", hangar_login_page_get_type },
  { "advanced-form", hangar_advanced_form_get_type },
  { "create-page", hangar_create_page_get_type },
  { "definition-page", hangar_definition_page_get_type },
  { "disk-form", hangar_disk_form_get_type },
  { "host-choice", hangar_host_choice_get_type },
  { "import-form", hangar_import_form_get_type },
  { "leftovers-dialog", hangar_leftovers_dialog_get_type },
  { "medium-form", hangar_medium_form_get_type },
  { "name-form", hangar_name_form_get_type },
  { "network-form", hangar_network_form_get_type },
  { "new-machine-dialog", hangar_new_machine_dialog_get_type },
  { "os-chooser", hangar_os_chooser_get_type },
  { "os-form", hangar_os_form_get_type },
  { "progress-page", hangar_progress_page_get_type },
  { "size-form", hangar_size_form_get_type },
  { "start-page", hangar_start_page_get_type },
  { "summary-page", hangar_summary_page_get_type },
  { "volume-dialog", hangar_volume_dialog_get_type },
  { "add-device-dialog", hangar_add_device_dialog_get_type },
  { "boot-order-group", hangar_boot_order_group_get_type },
  { "dependants-dialog", hangar_dependants_dialog_get_type },
  { "device-form", hangar_device_form_get_type },
  { "device-row", hangar_device_row_get_type },
  { "disk-size-group", hangar_disk_size_group_get_type },
  { "disk-source-group", hangar_disk_source_group_get_type },
  { "guest-group", hangar_guest_group_get_type },
  { "hardware-page", hangar_hardware_page_get_type },
  { "media-dialog", hangar_media_dialog_get_type },
  { "overview-page", hangar_overview_page_get_type },
  { "snapshot-row", hangar_snapshot_row_get_type },
  { "xml-window", hangar_xml_window_get_type },
};

static void
test_class (gconstpointer data)
{
  GType type = classes[GPOINTER_TO_UINT (data)].get_type ();
  GObject *object = g_object_new (type, NULL);
  gpointer watched = object;

  g_object_add_weak_pointer (object, &watched);
  if (GTK_IS_WINDOW (object))
    {
      gtk_window_destroy (GTK_WINDOW (object));
    }
  else
    {
      if (g_object_is_floating (object))
        g_object_ref_sink (object);
      g_object_unref (object);
    }
  WAIT_FOR (watched == NULL);
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
  for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
    {
      g_autofree char *path = g_strconcat ("/classes/", classes[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_class);
    }
  return g_test_run ();
}
