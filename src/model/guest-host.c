/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a host can give to a new machine: architectures, real or pretended KVM, firmware, storage, networks.
 */

#include "config.h"

#include "model/guest-host.h"

#include "virt/xml.h"

#include <stdio.h>
#include <string.h>

/* Where a system daemon keeps images by convention; its policies (SELinux, AppArmor) expect them there. */
#define SYSTEM_IMAGES "/var/lib/libvirt/images"

/* QEMU's PC without an interrupt remapping unit: APIC ids of one byte, 255 being the broadcast. */
#define DEFAULT_MAX_VCPUS 255

struct _HangarGuestHost
{
  GObject parent_instance;

  HangarVirtOffer *offer;
  HangarXml *capabilities;
  HangarXml *domain_capabilities; /* (nullable) */
  char *driver;
  char *architecture;
  guint64 memory;
  guint cpus;
  gboolean local;
  gboolean session;
  gboolean cpu_virtualizes;
};

G_DEFINE_FINAL_TYPE (HangarGuestHost, hangar_guest_host, G_TYPE_OBJECT)

/* Whether the flags of the first processor have one of Intel's and AMD's words for virtualisation. */
static gboolean
flags_virtualize (const char *cpuinfo)
{
  const char *line = cpuinfo;

  while (line != NULL && *line != '\0')
    {
      const char *end = strchrnul (line, '\n');

      if (g_str_has_prefix (line, "flags"))
        {
          g_autofree char *flags = g_strndup (line, (gsize) (end - line));
          g_auto (GStrv) words = g_strsplit_set (flags, " \t:", -1);

          return g_strv_contains ((const char *const *) words, "vmx") ||
                 g_strv_contains ((const char *const *) words, "svm");
        }
      line = *end == '\n' ? end + 1 : NULL;
    }
  return FALSE;
}

/*
 * A distant host's flags are known by its capabilities: features beyond its model, and models that contain
 * svm (all of AMD's since the second Opteron, by libvirt's own map of processors).
 */
static gboolean
capabilities_virtualize (HangarXml *capabilities)
{
  static const char *const models[] = { "EPYC",       "Dhyana",     "Opteron_G2", "Opteron_G3",
                                        "Opteron_G4", "Opteron_G5", "phenom" };
  g_autofree char *model = hangar_xml_get (capabilities, "/capabilities/host/cpu/model");

  if (hangar_xml_count (capabilities, "/capabilities/host/cpu/feature[@name='vmx' or @name='svm']") > 0)
    return TRUE;
  for (gsize i = 0; model != NULL && i < G_N_ELEMENTS (models); i++)
    if (g_str_has_prefix (model, models[i]))
      return TRUE;
  return FALSE;
}

static gboolean
is_x86 (const char *architecture)
{
  return g_strcmp0 (architecture, "x86_64") == 0 || g_strcmp0 (architecture, "i686") == 0;
}

/* Architectures come from a fixed list of libvirt's, so they are safe inside an XPath; others find nothing.
 */
static guint
count_in_guest (HangarGuestHost *self, const char *architecture, const char *what)
{
  g_autofree char *path = NULL;

  if (architecture == NULL || strchr (architecture, '\'') != NULL)
    return 0;
  path = g_strdup_printf ("/capabilities/guest[os_type='hvm']/arch[@name='%s']%s", architecture, what);
  return hangar_xml_count (self->capabilities, path);
}

static void
hangar_guest_host_finalize (GObject *object)
{
  HangarGuestHost *self = HANGAR_GUEST_HOST (object);

  hangar_virt_offer_free (self->offer);
  g_clear_pointer (&self->capabilities, hangar_xml_free);
  g_clear_pointer (&self->domain_capabilities, hangar_xml_free);
  g_free (self->driver);
  g_free (self->architecture);
  G_OBJECT_CLASS (hangar_guest_host_parent_class)->finalize (object);
}

static void
hangar_guest_host_class_init (HangarGuestHostClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hangar_guest_host_finalize;
}

static void
hangar_guest_host_init (HangarGuestHost *self)
{
}

/* The test driver has no machine of its host's architecture. */
static char *
choose_architecture (HangarGuestHost *self)
{
  g_autofree char *own = hangar_xml_get (self->capabilities, "/capabilities/host/cpu/arch");

  if (own != NULL && count_in_guest (self, own, "") > 0)
    return g_steal_pointer (&own);
  return hangar_xml_get (self->capabilities, "/capabilities/guest[os_type='hvm']/arch/@name");
}

/**
 * hangar_guest_host_new:
 * @offer: (transfer full): what the host said
 * @traits: what the connection knows of it
 *
 * Returns: (transfer full): the host's offer, read
 */
HangarGuestHost *
hangar_guest_host_new (HangarVirtOffer *offer, const HangarGuestHostTraits *traits)
{
  HangarGuestHost *self = g_object_new (HANGAR_TYPE_GUEST_HOST, NULL);

  self->offer = offer;
  self->driver = g_strdup (traits->driver);
  self->memory = traits->memory;
  self->cpus = traits->cpus;
  self->local = traits->local;
  self->session = traits->session;
  self->capabilities = hangar_xml_new (offer->capabilities, NULL);
  if (self->capabilities == NULL)
    self->capabilities = hangar_xml_new ("<capabilities/>", NULL);
  if (offer->domain_capabilities != NULL)
    self->domain_capabilities = hangar_xml_new (offer->domain_capabilities, NULL);
  self->architecture = choose_architecture (self);
  self->cpu_virtualizes =
    offer->cpuinfo != NULL ? flags_virtualize (offer->cpuinfo) : capabilities_virtualize (self->capabilities);
  return self;
}

static gpointer
load (GVirConnection *connection, gpointer data, GCancellable *cancellable, GError **error)
{
  return hangar_virt_offer_new (connection, GPOINTER_TO_INT (data), error);
}

static void
load_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HangarConnection *connection = g_task_get_source_object (task);
  const HangarVirtHostFacts *facts = hangar_connection_get_facts (connection);
  HangarGuestHostTraits traits = {
    .local = hangar_connection_is_local (connection),
    .session = hangar_connection_is_session (connection),
  };
  GError *error = NULL;
  HangarVirtOffer *offer = hangar_connection_run_finish (connection, result, &error);

  if (offer == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (facts != NULL)
    {
      traits.driver = facts->driver;
      traits.memory = facts->memory;
      traits.cpus = facts->cpus;
    }
  g_task_return_pointer (task, hangar_guest_host_new (offer, &traits), g_object_unref);
}

/**
 * hangar_guest_host_load_async:
 * @connection: an open connection
 * @cancellable: (nullable): to lose interest
 * @callback: called when it is known
 * @user_data: for @callback
 *
 * Asks a host what it offers.
 */
void
hangar_guest_host_load_async (HangarConnection *connection, GCancellable *cancellable,
                              GAsyncReadyCallback callback, gpointer user_data)
{
  GTask *task = g_task_new (connection, cancellable, callback, user_data);
  const HangarConnectionWork work = {
    .lane = HANGAR_WORKER_SLOW,
    .func = load,
    .data = GINT_TO_POINTER (hangar_connection_is_local (connection)),
    .result_free = (GDestroyNotify) hangar_virt_offer_free,
  };

  g_task_set_source_tag (task, hangar_guest_host_load_async);
  hangar_connection_run_async (connection, &work, cancellable, load_cb, task);
}

/**
 * hangar_guest_host_load_finish:
 * @connection: the connection
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full): the offer
 */
HangarGuestHost *
hangar_guest_host_load_finish (HangarConnection *connection, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * hangar_guest_host_is_local:
 * @self: a host
 *
 * Returns: whether it is this computer
 */
gboolean
hangar_guest_host_is_local (HangarGuestHost *self)
{
  return self->local;
}

/**
 * hangar_guest_host_is_session:
 * @self: a host
 *
 * Returns: whether it is the user's own daemon
 */
gboolean
hangar_guest_host_is_session (HangarGuestHost *self)
{
  return self->session;
}

/**
 * hangar_guest_host_get_guest_user:
 * @self: a host
 * @user: (out caller-allocates): who its guests run as
 *
 * Returns: whether its guests run as somebody else than who asks, and files of this computer matter
 */
gboolean
hangar_guest_host_get_guest_user (HangarGuestHost *self, HangarSearchUser *user)
{
  g_autofree char *label =
    hangar_xml_get (self->capabilities, "/capabilities/host/secmodel[model='dac']/baselabel");

  return self->local && !self->session && label != NULL &&
         sscanf (label, "+%u:+%u", &user->uid, &user->gid) == 2;
}

/**
 * hangar_guest_host_can_create:
 * @self: a host
 *
 * Returns: whether machines with virtual hardware can be made on it (containers are another matter)
 */
gboolean
hangar_guest_host_can_create (HangarGuestHost *self)
{
  return self->architecture != NULL &&
         (g_strcmp0 (self->driver, "QEMU") == 0 || g_ascii_strcasecmp (self->driver, "test") == 0);
}

/**
 * hangar_guest_host_get_memory:
 * @self: a host
 *
 * Returns: its memory in bytes
 */
guint64
hangar_guest_host_get_memory (HangarGuestHost *self)
{
  return self->memory;
}

/**
 * hangar_guest_host_get_free_memory:
 * @self: a host
 *
 * Returns: bytes that were not in use when the host was asked, 0 when it does not tell
 */
guint64
hangar_guest_host_get_free_memory (HangarGuestHost *self)
{
  return self->offer->free_memory;
}

/**
 * hangar_guest_host_get_cpus:
 * @self: a host
 *
 * Returns: its logical processors
 */
guint
hangar_guest_host_get_cpus (HangarGuestHost *self)
{
  return self->cpus;
}

/**
 * hangar_guest_host_get_max_vcpus:
 * @self: a host
 *
 * Returns: how many virtual processors the hypervisor allows
 */
guint
hangar_guest_host_get_max_vcpus (HangarGuestHost *self)
{
  guint64 most = 0;

  if (self->domain_capabilities != NULL)
    most = hangar_xml_get_uint (self->domain_capabilities, "/domainCapabilities/vcpu/@max");
  return most > 0 ? (guint) MIN (most, DEFAULT_MAX_VCPUS) : DEFAULT_MAX_VCPUS;
}

/**
 * hangar_guest_host_get_architecture:
 * @self: a host
 *
 * Returns: (nullable): the architecture that new machines have unless the user wants another
 */
const char *
hangar_guest_host_get_architecture (HangarGuestHost *self)
{
  return self->architecture;
}

/**
 * hangar_guest_host_list_architectures:
 * @self: a host
 *
 * Returns: (transfer full): all architectures that it can run or imitate, its own first
 */
GStrv
hangar_guest_host_list_architectures (HangarGuestHost *self)
{
  guint n = hangar_xml_count (self->capabilities, "/capabilities/guest[os_type='hvm']");
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  if (self->architecture != NULL)
    g_strv_builder_add (names, self->architecture);
  for (guint i = 1; i <= n; i++)
    {
      g_autofree char *path = g_strdup_printf ("/capabilities/guest[os_type='hvm'][%u]/arch/@name", i);
      g_autofree char *name = hangar_xml_get (self->capabilities, path);

      if (name != NULL && g_strcmp0 (name, self->architecture) != 0)
        g_strv_builder_add (names, name);
    }
  return g_strv_builder_end (names);
}

/**
 * hangar_guest_host_has_architecture:
 * @self: a host
 * @architecture: libvirt's name of one
 *
 * Returns: whether it can run or imitate it
 */
gboolean
hangar_guest_host_has_architecture (HangarGuestHost *self, const char *architecture)
{
  return count_in_guest (self, architecture, "") > 0;
}

/**
 * hangar_guest_host_has_chipset:
 * @self: a host
 * @architecture: an architecture
 * @chipset: "q35", "pc", "virt"…
 *
 * Returns: whether machines can have it there
 */
gboolean
hangar_guest_host_has_chipset (HangarGuestHost *self, const char *architecture, const char *chipset)
{
  g_autofree char *what = g_strdup_printf ("/machine[.='%s']", chipset);

  return count_in_guest (self, architecture, what) > 0;
}

/**
 * hangar_guest_host_get_speed:
 * @self: a host
 * @architecture: a machine's architecture
 *
 * Finds out whether KVM really works. An x86 processor without vmx or svm cannot run it, although /dev/kvm
 * may open and libvirt may list it: both were seen on hosts where no guest ever started.
 *
 * Returns: how guests run there
 */
HangarGuestSpeed
hangar_guest_host_get_speed (HangarGuestHost *self, const char *architecture)
{
  gboolean same = g_strcmp0 (architecture, self->architecture) == 0 ||
                  (is_x86 (architecture) && is_x86 (self->architecture));

  if (g_strcmp0 (self->driver, "QEMU") != 0)
    return HANGAR_GUEST_SPEED_OTHER;
  if (!same)
    return HANGAR_GUEST_SPEED_FOREIGN;
  if (is_x86 (architecture) && !self->cpu_virtualizes)
    return HANGAR_GUEST_SPEED_NO_CPU;
  if (count_in_guest (self, architecture, "/domain[@type='kvm']") == 0)
    return HANGAR_GUEST_SPEED_NO_KVM;
  return HANGAR_GUEST_SPEED_HARDWARE;
}

/**
 * hangar_guest_host_get_domain_type:
 * @self: a host
 * @architecture: a machine's architecture
 *
 * Returns: libvirt's word for how the machine is to be run
 */
const char *
hangar_guest_host_get_domain_type (HangarGuestHost *self, const char *architecture)
{
  if (g_strcmp0 (self->driver, "QEMU") != 0)
    return "test";
  return hangar_guest_host_get_speed (self, architecture) == HANGAR_GUEST_SPEED_HARDWARE ? "kvm" : "qemu";
}

static gboolean
has_capability (HangarGuestHost *self, const char *xpath)
{
  return self->domain_capabilities != NULL && hangar_xml_count (self->domain_capabilities, xpath) > 0;
}

/**
 * hangar_guest_host_has_uefi:
 * @self: a host
 *
 * Returns: whether machines of its own architecture can have UEFI
 */
gboolean
hangar_guest_host_has_uefi (HangarGuestHost *self)
{
  return has_capability (self, "/domainCapabilities/os/enum[@name='firmware']/value[.='efi']");
}

/**
 * hangar_guest_host_has_secure_boot:
 * @self: a host
 *
 * Returns: whether its UEFI can check what it starts
 */
gboolean
hangar_guest_host_has_secure_boot (HangarGuestHost *self)
{
  return hangar_guest_host_has_uefi (self) &&
         has_capability (self, "/domainCapabilities/os/loader/enum[@name='secure']/value[.='yes']");
}

/**
 * hangar_guest_host_has_tpm:
 * @self: a host
 *
 * Returns: whether it can imitate a TPM
 */
gboolean
hangar_guest_host_has_tpm (HangarGuestHost *self)
{
  return has_capability (self, "/domainCapabilities/devices/tpm[@supported='yes']/enum[@name='backendModel']/"
                               "value[.='emulator']");
}

/**
 * hangar_guest_host_has_spice:
 * @self: a host
 *
 * Returns: whether the screens of its machines can be reached by SPICE
 */
gboolean
hangar_guest_host_has_spice (HangarGuestHost *self)
{
  return has_capability (self, "/domainCapabilities/devices/graphics/enum[@name='type']/value[.='spice']");
}

/**
 * hangar_guest_host_get_pools:
 * @self: a host
 *
 * Returns: (transfer none) (element-type HangarVirtPool): its storage pools
 */
GPtrArray *
hangar_guest_host_get_pools (HangarGuestHost *self)
{
  return self->offer->pools;
}

/**
 * hangar_guest_host_get_default_pool:
 * @self: a host
 *
 * Returns: (nullable): the pool that new disks go to; %NULL when it is yet to be made
 */
const HangarVirtPool *
hangar_guest_host_get_default_pool (HangarGuestHost *self)
{
  g_autofree char *folder = hangar_guest_host_dup_default_folder (self);
  const HangarVirtPool *by_folder = NULL;

  for (guint i = 0; i < self->offer->pools->len; i++)
    {
      const HangarVirtPool *pool = g_ptr_array_index (self->offer->pools, i);

      if (g_str_equal (pool->name, "default"))
        return pool;
      if (folder != NULL && g_strcmp0 (pool->path, folder) == 0)
        by_folder = pool;
    }
  return by_folder;
}

/**
 * hangar_guest_host_get_networks:
 * @self: a host
 *
 * Returns: (transfer none) (element-type HangarVirtNetwork): its virtual networks
 */
GPtrArray *
hangar_guest_host_get_networks (HangarGuestHost *self)
{
  return self->offer->networks;
}

/**
 * hangar_guest_host_get_interfaces:
 * @self: a host
 *
 * Returns: (transfer none): names of its network cards and bridges
 */
const char *const *
hangar_guest_host_get_interfaces (HangarGuestHost *self)
{
  return (const char *const *) self->offer->interfaces;
}

/**
 * hangar_guest_host_dup_default_folder:
 * @self: a host
 *
 * Returns: (transfer full) (nullable): where the default pool shall be when there is none: the user's data
 * folder for the user's own daemon; %NULL where only somebody on that computer can know
 */
char *
hangar_guest_host_dup_default_folder (HangarGuestHost *self)
{
  if (!self->session)
    return g_strdup (SYSTEM_IMAGES);
  if (self->local)
    return g_build_filename (g_get_user_data_dir (), "libvirt", "images", NULL);
  return NULL;
}
