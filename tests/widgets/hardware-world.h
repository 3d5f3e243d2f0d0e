/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

/* The Hardware page of a machine with one device of every kind, on libvirt's test driver. */

#include "test-host.h"

#include "model/hardware.h"
#include "ui/domain/device-form.h"
#include "ui/domain/device-row.h"
#include "ui/domain/hardware-page.h"

#define UUID "11111111-1111-1111-1111-111111111111"

/* One of every kind that the schema knows, and one that it does not. */
static const char machine[] =
  "<domain type='test'><name>full</name><uuid>" UUID "</uuid><memory unit='MiB'>64</memory><vcpu>2</vcpu>"
  "<os><type arch='i686'>hvm</type><boot dev='hd'/></os><cpu "
  "mode='custom'><model>qemu64</model></cpu><devices>"
  "<disk type='file' device='disk'><driver name='qemu' type='qcow2'/><source file='/p/disk'/>"
  "<target dev='vda' bus='virtio'/></disk>"
  "<disk type='file' device='cdrom'><target dev='hdc' bus='ide'/><readonly/></disk>"
  "<disk type='file' device='floppy'><target dev='fda' bus='fdc'/></disk>"
  "<controller type='usb' index='0' model='qemu-xhci'/><controller type='pci' index='0' model='pci-root'/>"
  "<filesystem type='mount'><source dir='/srv'/><target dir='shared'/></filesystem>"
  "<interface type='network'><mac address='52:54:00:00:00:01'/><source network='default'/>"
  "<model type='virtio'/></interface>"
  "<smartcard mode='passthrough' type='spicevmc'/>"
  "<serial type='pty'/><parallel type='pty'/><console type='pty'><target type='virtio'/></console>"
  "<channel type='unix'><target type='virtio' name='org.qemu.guest_agent.0'/></channel>"
  "<input type='tablet' bus='usb'/><tpm model='tpm-crb'><backend type='emulator' version='2.0'/></tpm>"
  "<graphics type='spice' autoport='yes'/><sound model='ich9'/>"
  "<video><model type='virtio' heads='1'/></video>"
  "<hostdev mode='subsystem' type='usb'><source><vendor id='0x1234'/><product "
  "id='0x5678'/></source></hostdev>"
  "<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0' bus='1' slot='2' "
  "function='0'/></source></hostdev>"
  "<redirdev bus='usb' type='spicevmc'/><watchdog model='i6300esb' action='reset'/>"
  "<memballoon model='virtio'/><rng model='virtio'><backend model='random'>/dev/urandom</backend></rng>"
  "<panic model='isa'/><shmem name='other'><model type='ivshmem-plain'/><size unit='M'>4</size></shmem>"
  "<iommu model='intel'/><vsock model='virtio'><cid auto='yes'/></vsock></devices></domain>";

typedef struct
{
  HangarConnection *connection;
  HangarHardware *hardware;
  GtkWindow *window;
  HangarHardwarePage *page;
  GtkListBox *list;
} Fixture;

static inline void
set_up (Fixture *f, gconstpointer data)
{
  GtkWidget *overlay = adw_toast_overlay_new ();

  f->connection = test_host_open (machine);
  f->hardware = hangar_hardware_new (hangar_connection_find_domain (f->connection, UUID));
  WAIT_FOR (hangar_hardware_get_xml (f->hardware) != NULL);
  f->window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_default_size (f->window, 900, 700);
  f->page = HANGAR_HARDWARE_PAGE (hangar_hardware_page_new (f->hardware, NULL));
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (overlay), GTK_WIDGET (f->page));
  gtk_window_set_child (f->window, overlay);
  gtk_window_present (f->window);
  WAIT_FOR (gtk_widget_get_mapped (GTK_WIDGET (f->page)));
  f->list = GTK_LIST_BOX (gtk_widget_get_ancestor (
    test_host_find (GTK_WIDGET (f->page), HANGAR_TYPE_DEVICE_ROW, NULL), GTK_TYPE_LIST_BOX));
}

static inline void
tear_down (Fixture *f, gconstpointer data)
{
  gtk_window_destroy (f->window);
  g_object_unref (f->hardware);
  test_host_close (f->connection);
}

static inline HangarDeviceForm *
form_of (Fixture *f)
{
  GtkWidget *form = test_host_find (GTK_WIDGET (f->page), HANGAR_TYPE_DEVICE_FORM, NULL);

  return form != NULL ? HANGAR_DEVICE_FORM (form) : NULL;
}

static inline HangarDeviceForm *
choose (Fixture *f, const char *kind)
{
  hangar_hardware_page_show_kind (f->page, kind);
  g_assert_cmpstr (hangar_device_get_kind (hangar_device_form_get_device (form_of (f)))->id, ==, kind);
  return form_of (f);
}

/* The row of a field, by its title. */
static inline GtkWidget *
row_named (GtkWidget *root, const char *title)
{
  if (ADW_IS_PREFERENCES_ROW (root) &&
      g_strcmp0 (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (root)), title) == 0)
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = row_named (child, title);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static inline GtkEditable *
entry_named (Fixture *f, const char *title)
{
  GtkWidget *row = NULL;

  /* The forms are made in pieces. */
  WAIT_FOR (form_of (f) != NULL && (row = row_named (GTK_WIDGET (form_of (f)), title)) != NULL);
  return GTK_EDITABLE (row);
}

static inline GtkWidget *
button_for (GtkWidget *root, const char *action)
{
  if (GTK_IS_BUTTON (root) && g_strcmp0 (gtk_actionable_get_action_name (GTK_ACTIONABLE (root)), action) == 0)
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = button_for (child, action);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static inline gboolean
button_works (Fixture *f, const char *action)
{
  GtkWidget *found = button_for (GTK_WIDGET (f->page), action);

  g_assert_nonnull (found);
  return gtk_widget_is_sensitive (found);
}

static inline char *
stored (Fixture *f, const char *xpath)
{
  g_autoptr (HangarXml) doc = hangar_xml_new (hangar_hardware_get_xml (f->hardware), NULL);

  return hangar_xml_get (doc, xpath);
}

/* Whatever cannot be used now says why, on itself or around it. */
static inline void
assert_reasons (GtkWidget *widget, const char *where)
{
  GtkWidget *parent = gtk_widget_get_parent (widget);
  gboolean is_cause =
    !gtk_widget_get_sensitive (widget) && (parent == NULL || gtk_widget_is_sensitive (parent));
  gboolean is_control = GTK_IS_BUTTON (widget) || GTK_IS_SWITCH (widget) || GTK_IS_LIST_BOX_ROW (widget) ||
                        GTK_IS_SPIN_BUTTON (widget) || GTK_IS_DROP_DOWN (widget);

  if (!gtk_widget_get_visible (widget))
    return;
  if (is_cause && is_control && !GTK_IS_SPIN_BUTTON (parent) &&
      gtk_widget_get_tooltip_text (widget) == NULL && gtk_widget_get_tooltip_text (parent) == NULL)
    g_error ("%s: a %s is greyed without a reason", where, G_OBJECT_TYPE_NAME (widget));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    assert_reasons (child, where);
}
