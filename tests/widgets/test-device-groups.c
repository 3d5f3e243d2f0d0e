/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What forms of hardware show besides fields, and what is said of a device before it is removed; on libvirt's
 * test driver. */

#include "test-host.h"

#include "model/domain-lifecycle.h"
#include "model/hardware.h"
#include "ui/domain/address-group.h"
#include "ui/domain/device-form.h"
#include "ui/domain/device-list.h"
#include "ui/domain/device-row.h"
#include "ui/domain/hardware-page.h"
#include "ui/domain/host-device-info.h"
#include "ui/domain/hardware-questions.h"
#include "ui/domain/pending-bar.h"

#define UUID "22222222-2222-2222-2222-222222222222"

static const char machine[] =
  "<domain type='test'><name>groups</name><uuid>" UUID
  "</uuid><memory unit='MiB'>64</memory><vcpu cpuset='0-3'>4</vcpu>"
  "<cputune><vcpupin vcpu='0' cpuset='2'/><vcpupin vcpu='1' cpuset='2-3'/><emulatorpin cpuset='0'/></cputune>"
  "<os><type arch='i686'>hvm</type><boot dev='hd'/></os><devices>"
  "<disk type='file' device='disk'><driver name='qemu' type='qcow2'/><source file='/nowhere/disk'/>"
  "<target dev='vda' bus='virtio'/></disk>"
  "<disk type='file' device='cdrom'><target dev='hdc' bus='ide'/><readonly/></disk>"
  "<interface type='bridge'><mac address='52:54:00:00:00:01'/><source bridge='br0'/></interface>"
  "<hostdev mode='subsystem' type='usb'><source><vendor id='0x0001'/><product "
  "id='0x0002'/></source></hostdev>"
  "<graphics type='vnc'/><video><model type='vga'/></video><sound model='ich9'/></devices></domain>";

typedef struct
{
  HangarConnection *connection;
  HangarHardware *hardware;
  GtkWindow *window;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->connection = test_host_open (machine);
  f->hardware = hangar_hardware_new (hangar_connection_find_domain (f->connection, UUID));
  WAIT_FOR (hangar_hardware_get_xml (f->hardware) != NULL);
  f->window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_default_size (f->window, 900, 700);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  gtk_window_destroy (f->window);
  g_object_unref (f->hardware);
  test_host_close (f->connection);
}

static HangarHardwarePage *
open_page (Fixture *f)
{
  GtkWidget *page = hangar_hardware_page_new (f->hardware, NULL);

  gtk_window_set_child (f->window, page);
  gtk_window_present (f->window);
  WAIT_FOR (gtk_widget_get_mapped (page));
  return HANGAR_HARDWARE_PAGE (page);
}

static GtkWidget *
row_of (GtkWidget *root, const char *kind)
{
  GtkWidget *list =
    gtk_widget_get_ancestor (test_host_find (root, HANGAR_TYPE_DEVICE_ROW, NULL), GTK_TYPE_LIST_BOX);
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (GTK_LIST_BOX (list), i)) != NULL; i++)
    if (g_str_equal (hangar_device_row_get_kind (HANGAR_DEVICE_ROW (row))->id, kind))
      return GTK_WIDGET (row);
  return NULL;
}

/* A label somewhere below that begins so. */
static GtkWidget *
find_text (GtkWidget *root, const char *begin)
{
  GtkWidget *found =
    GTK_IS_LABEL (root) && g_str_has_prefix (gtk_label_get_text (GTK_LABEL (root)), begin) ? root : NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_text (child, begin);
  return found;
}

static void
test_pinning (Fixture *f, gconstpointer data)
{
  HangarHardwarePage *page = open_page (f);
  GtkWidget *label = NULL;

  hangar_hardware_page_show_kind (page, "cpu");
  WAIT_FOR ((label = find_text (GTK_WIDGET (page), "Processor 0: ")) != NULL);
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (label)), ==,
                   "Processor 0: on processor 2 of the host\n"
                   "Processor 1: on processors 2-3 of the host\n"
                   "Other processors: on processors 0-3 of the host\n"
                   "The emulator itself: on processor 0 of the host");
}

static HangarDeviceContext
context_for (Fixture *f, HangarXml *doc, GPtrArray *devices, const char *kind)
{
  HangarDeviceContext context = { f->hardware, NULL, doc, NULL };

  for (guint i = 0; i < devices->len; i++)
    if (g_str_equal (hangar_device_get_kind (devices->pdata[i])->id, kind))
      context.device = devices->pdata[i];
  g_assert_nonnull (context.device);
  return context;
}

/* The driver knows one address of the card; a machine that is off has none. */
static void
test_addresses (Fixture *f, gconstpointer data)
{
  g_autoptr (HangarXml) doc = hangar_xml_new (machine, NULL);
  g_autoptr (GPtrArray) devices = hangar_devices_new_from_xml (doc);
  HangarDeviceContext context = context_for (f, doc, devices, "interface");
  GtkWidget *group = GTK_WIDGET (hangar_address_group_new (&context));
  HangarDomain *domain = hangar_hardware_get_domain (f->hardware);

  gtk_window_set_child (f->window, group);
  gtk_window_present (f->window);
  g_assert_cmpint (hangar_domain_get_state (domain), ==, HANGAR_DOMAIN_RUNNING);
  WAIT_FOR (find_text (group, "192.168.") != NULL);
  g_assert_nonnull (find_text (group, "Given by the host’s network"));
  hangar_domain_operate_async (domain, HANGAR_DOMAIN_OPERATION_FORCE_OFF, NULL, NULL, NULL);
  WAIT_FOR (find_text (group, "The machine does not run.") != NULL);
  g_assert_null (find_text (group, "192.168."));
}

/* A device that is not there, named so. */
static void
test_host_device (Fixture *f, gconstpointer data)
{
  HangarHardwarePage *page = open_page (f);
  GtkWidget *group = NULL;

  hangar_hardware_page_show_kind (page, "hostdev-usb");
  WAIT_FOR ((group = test_host_find (GTK_WIDGET (page), HANGAR_TYPE_HOST_DEVICE_INFO, NULL)) != NULL);
  WAIT_FOR (find_text (group, "The host does not ") != NULL);
}

/* In the list and in the form; gone when it is cured. */
static void
test_trouble (Fixture *f, gconstpointer data)
{
  g_autoptr (GHashTable) troubles = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (HangarXml) doc = hangar_xml_new (machine, NULL);
  g_autoptr (GPtrArray) devices = hangar_devices_new_from_xml (doc);
  GtkWidget *box = gtk_list_box_new (), *disk, *drive;
  HangarDeviceList *list = hangar_device_list_new (GTK_LIST_BOX (box));
  HangarDeviceContext context = context_for (f, doc, devices, "disk");
  HangarDeviceForm *form = hangar_device_form_new (doc, context.device, FALSE);

  gtk_window_set_child (f->window, box);
  hangar_device_list_show (list, devices, 0);
  g_hash_table_insert (troubles, (char *) "vda", (char *) "It is gone.");
  hangar_device_list_set_troubles (list, troubles);
  hangar_device_list_choose (list, devices->len - 1);
  disk = row_of (box, "disk");
  drive = row_of (box, "cdrom");
  g_assert_cmpstr (gtk_widget_get_tooltip_text (disk), ==, "It is gone.");
  g_assert_cmpstr (gtk_widget_get_tooltip_text (drive), ==, NULL);
  g_assert_cmpstr (hangar_device_list_get_trouble (list, context.device), ==, "It is gone.");
  hangar_device_list_set_troubles (list, NULL);
  g_assert_cmpstr (gtk_widget_get_tooltip_text (disk), ==, NULL);
  hangar_device_list_free (list);

  g_object_ref_sink (form);
  hangar_device_form_set_notice (form, "It is gone.");
  g_assert_nonnull (find_text (GTK_WIDGET (form), "It is gone."));
  g_assert_true (hangar_device_form_is_valid (form));
  hangar_device_form_set_notice (form, NULL);
  g_assert_null (find_text (GTK_WIDGET (form), "It is gone."));
  g_object_unref (form);
}

/* What one would regret is said before it is done. */
static void
test_remove_questions (Fixture *f, gconstpointer data)
{
  static const struct
  {
    const char *kind;
    const char *words; /* (nullable): of the warning */
  } cases[] = {
    { "disk", "The machine starts from it" },
    { "video", "It is the last video card" },
    { "graphics", "It is the last display" },
    { "sound", NULL },
  };
  g_autoptr (HangarXml) doc = hangar_xml_new (machine, NULL);
  g_autoptr (GPtrArray) devices = hangar_devices_new_from_xml (doc);

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      HangarDeviceContext context = context_for (f, doc, devices, cases[i].kind);
      AdwMessageDialog *dialog = hangar_hardware_question_remove (
        hangar_hardware_get_domain (f->hardware), doc, context.device, GTK_WIDGET (f->window));
      const char *body = adw_message_dialog_get_body (dialog);

      g_assert_true (g_str_has_prefix (body, cases[i].words != NULL ? cases[i].words : "It can be added"));
      g_assert_cmpstr (adw_message_dialog_get_default_response (dialog), ==, "cancel");
      gtk_window_destroy (GTK_WINDOW (dialog));
    }
}

/* Nothing waits, so that nothing is shown or reached. */
static void
test_pending_bar (Fixture *f, gconstpointer data)
{
  HangarPendingBar *bar = g_object_new (HANGAR_TYPE_PENDING_BAR, NULL);

  gtk_window_set_child (f->window, GTK_WIDGET (bar));
  hangar_pending_bar_set_hardware (bar, f->hardware);
  gtk_window_present (f->window);
  g_assert_false (gtk_widget_get_visible (adw_bin_get_child (ADW_BIN (bar))));
}

/* The host tells that the machine is off before it answers who made it so: it starts when both is known. */
static void
test_restart (Fixture *f, gconstpointer data)
{
  HangarPendingBar *bar = g_object_new (HANGAR_TYPE_PENDING_BAR, NULL);
  HangarDomain *domain = hangar_hardware_get_domain (f->hardware);

  gtk_window_set_child (f->window, GTK_WIDGET (bar));
  hangar_pending_bar_set_hardware (bar, f->hardware);
  gtk_widget_activate_action (GTK_WIDGET (bar), "pending.restart", NULL);
  hangar_domain_operate_async (domain, HANGAR_DOMAIN_OPERATION_FORCE_OFF, NULL, NULL, NULL);
  /* Nobody clears this but us. */
  hangar_domain_set_operation (domain, HANGAR_DOMAIN_OPERATION_SHUTDOWN);
  WAIT_FOR (hangar_domain_get_state (domain) == HANGAR_DOMAIN_OFF);
  g_assert_cmpint (hangar_domain_get_operation (domain), ==, HANGAR_DOMAIN_OPERATION_SHUTDOWN);
  hangar_domain_set_operation (domain, HANGAR_DOMAIN_OPERATION_NONE);
  g_assert_cmpint (hangar_domain_get_operation (domain), ==, HANGAR_DOMAIN_OPERATION_START);
  WAIT_FOR (hangar_domain_get_state (domain) == HANGAR_DOMAIN_RUNNING &&
            hangar_domain_get_operation (domain) == HANGAR_DOMAIN_OPERATION_NONE);
}

/* Beside each other no phone has room for its words and its buttons. */
static void
test_narrow_bar (Fixture *f, gconstpointer data)
{
  HangarPendingBar *bar = g_object_ref_sink (g_object_new (HANGAR_TYPE_PENDING_BAR, NULL));
  GtkWidget *child = adw_bin_get_child (ADW_BIN (bar));
  int wide, narrow;

  gtk_widget_set_visible (child, TRUE);
  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &wide, NULL, NULL, NULL);
  hangar_pending_bar_set_narrow (bar, TRUE);
  WAIT_FOR (
    (gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &narrow, NULL, NULL, NULL), narrow < wide));
  g_assert_cmpint (narrow, <, 340);
  g_object_unref (bar);
}

/* A heading only where something stands below it. */
static void
test_no_empty_heading (Fixture *f, gconstpointer data)
{
  static const struct
  {
    const char *kind;
    gboolean has;
  } cases[] = { { "video", FALSE }, { "sound", TRUE }, { "cdrom", FALSE }, { "disk", TRUE } };
  g_autoptr (HangarXml) doc = hangar_xml_new (machine, NULL);
  g_autoptr (GPtrArray) devices = hangar_devices_new_from_xml (doc);

  /* Its only advanced field is for other models. */
  hangar_xml_set (doc, "//video/model/@type", "virtio");
  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      HangarDeviceContext context = context_for (f, doc, devices, cases[i].kind);
      HangarDeviceForm *form = hangar_device_form_new (doc, context.device, FALSE);
      GtkWidget *heading;

      gtk_window_set_child (f->window, GTK_WIDGET (form));
      gtk_window_present (f->window);
      WAIT_FOR (hangar_device_form_is_complete (form));
      heading =
        gtk_widget_get_ancestor (find_text (GTK_WIDGET (form), "Advanced"), ADW_TYPE_PREFERENCES_GROUP);
      g_assert_cmpint (gtk_widget_get_visible (heading), ==, cases[i].has);
    }
}

int
main (int argc, char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)
  ADD ("/device-groups/pinning", test_pinning);
  ADD ("/device-groups/addresses", test_addresses);
  ADD ("/device-groups/host-device", test_host_device);
  ADD ("/device-groups/trouble", test_trouble);
  ADD ("/device-groups/remove-questions", test_remove_questions);
  ADD ("/device-groups/pending-bar", test_pending_bar);
  ADD ("/device-groups/restart", test_restart);
  ADD ("/device-groups/narrow-bar", test_narrow_bar);
  ADD ("/device-groups/no-empty-heading", test_no_empty_heading);
  return g_test_run ();
}
