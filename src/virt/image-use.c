/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which domain uses which image, as its disk or as what its disk builds on, at any depth. Worker threads
 * only. */

#include "virt/image-use.h"

#include "virt/autoptr.h"
#include "virt/error.h"
#include "virt/storage.h"
#include "virt/volume-copy.h"
#include "virt/xml.h"

#include <json-glib/json-glib.h>
#include <stdlib.h>
#include <sys/resource.h>

/* libvirt and QEMU themselves stop at 200 images on top of each other. */
#define DEEPEST 200

/* In s, of processor time, and in bytes: an image is hostile until it was looked at. */
#define INSPECT_SECONDS 10
#define INSPECT_MEMORY (G_GUINT64_CONSTANT (1) << 30)
#define LARGEST_ANSWER (1 << 20)

/**
 * hangar_virt_image_use_free:
 * @use: (transfer full): a use
 */
void
hangar_virt_image_use_free (HangarVirtImageUse *use)
{
  g_free (use->name);
  g_free (use->path);
  g_free (use->real);
  g_free (use->device);
  g_free (use->target);
  g_free (use->format);
  g_free (use);
}

static void
limit_cb (gpointer user_data)
{
  const struct rlimit seconds = { INSPECT_SECONDS, INSPECT_SECONDS };
  const struct rlimit memory = { INSPECT_MEMORY, INSPECT_MEMORY };
  const struct rlimit none = { 0, 0 };

  setrlimit (RLIMIT_CPU, &seconds);
  setrlimit (RLIMIT_AS, &memory);
  setrlimit (RLIMIT_CORE, &none);
}

/* What is known of one image, however that was found out. */
typedef struct
{
  char *format;
  char *backing;
  char *backing_format;
  guint64 capacity;
  guint64 allocation;
  gboolean in_pool;
} Image;

static void
image_free (gpointer data)
{
  Image *image = data;

  /* Nothing could be found out of it. */
  if (image == NULL)
    return;
  g_free (image->format);
  g_free (image->backing);
  g_free (image->backing_format);
  g_free (image);
}

static const char *
get_string (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING
           ? json_node_get_string (node)
           : NULL;
}

static guint64
get_size (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_INT64
           ? (guint64) MAX (json_node_get_int (node), 0)
           : 0;
}

static Image *
image_from_json (const char *answer, gsize length)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonObject *object;
  Image *image;

  if (length > LARGEST_ANSWER || !json_parser_load_from_data (parser, answer, (gssize) length, NULL) ||
      json_parser_get_root (parser) == NULL || !JSON_NODE_HOLDS_OBJECT (json_parser_get_root (parser)))
    return NULL;

  object = json_node_get_object (json_parser_get_root (parser));
  image = g_new0 (Image, 1);
  image->format = g_strdup (get_string (object, "format"));
  image->capacity = get_size (object, "virtual-size");
  image->allocation = get_size (object, "actual-size");
  image->backing = g_strdup (get_string (object, "full-backing-filename"));
  if (image->backing == NULL)
    image->backing = g_strdup (get_string (object, "backing-filename"));
  image->backing_format = g_strdup (get_string (object, "backing-filename-format"));
  return image;
}

/* One image that is in no pool, on this computer: by its own header, without opening what it builds on. */
static Image *
inspect_file (const char *path, const char *format, GCancellable *cancellable)
{
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE | G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  g_autoptr (GSubprocess) child = NULL;
  g_autoptr (GBytes) answer = NULL;

  if (!g_path_is_absolute (path) || !g_file_test (path, G_FILE_TEST_IS_REGULAR) || format == NULL)
    return NULL;

  g_subprocess_launcher_set_child_setup (launcher, limit_cb, NULL, NULL);
  child = g_subprocess_launcher_spawn (launcher, NULL, "qemu-img", "info", "--force-share", "--output=json",
                                       "-f", format, "--", path, NULL);
  if (child == NULL || !g_subprocess_communicate (child, NULL, cancellable, &answer, NULL, NULL) ||
      !g_subprocess_get_successful (child))
    return NULL;
  return image_from_json (g_bytes_get_data (answer, NULL), g_bytes_get_size (answer));
}

typedef struct
{
  GVirConnection *connection;
  gboolean local;
  GCancellable *cancellable;
  GHashTable *images; /* path → Image, NULL when nothing could be found out */
  GHashTable *looked; /* folders whose pools have looked again what is in them */
  GPtrArray *uses;
  GError *error; /* a definition that could not be read */
} Search;

static Image *
image_from_volume (Search *search, const char *path)
{
  g_autoptr (HangarVirtVolume) volume = NULL;
  Image *image;

  /* Pools do not hear of what hypervisors and people do to images: overlays made, bases pulled in. */
  if (g_hash_table_add (search->looked, g_path_get_dirname (path)))
    hangar_virt_folder_refresh (search->connection, path);
  volume = hangar_virt_volume_lookup (search->connection, path, NULL);

  if (volume == NULL)
    return NULL;
  image = g_new0 (Image, 1);
  image->format = g_strdup (volume->format);
  image->capacity = volume->capacity;
  image->allocation = volume->allocation;
  image->backing = g_strdup (volume->backing_path);
  image->in_pool = TRUE;
  return image;
}

static const Image *
find_image (Search *search, const char *path, const char *format)
{
  Image *image;

  if (g_hash_table_lookup_extended (search->images, path, NULL, (gpointer *) &image))
    return image;

  image = image_from_volume (search, path);
  if (image == NULL && search->local)
    image = inspect_file (path, format, search->cancellable);
  g_hash_table_insert (search->images, g_strdup (path), image);
  return image;
}

static HangarVirtImageUse *
copy_use (const HangarVirtImageUse *use)
{
  HangarVirtImageUse *copy = g_memdup2 (use, sizeof *use);

  copy->name = g_strdup (use->name);
  copy->path = g_strdup (use->path);
  copy->device = g_strdup (use->device);
  copy->target = g_strdup (use->target);
  copy->format = g_strdup (use->format);
  return copy;
}

/* Two pools may show one file under two names. */
static char *
find_real (const Search *search, const char *path)
{
  char *resolved = search->local && g_path_is_absolute (path) ? realpath (path, NULL) : NULL;
  char *real = resolved != NULL && !g_str_equal (resolved, path) ? g_strdup (resolved) : NULL;

  free (resolved);
  return real;
}

/* The definition says how a disk is read. What a pool sees in its first bytes, its guest may have written. */
static const char *
choose_format (const Image *image, const char *format, guint depth)
{
  return image != NULL && image->format != NULL && (depth > 0 || format == NULL) ? image->format : format;
}

/* Follows a disk down to the image that builds on nothing. */
static void
add_chain (Search *search, const HangarVirtImageUse *disk)
{
  g_autofree char *path = g_strdup (disk->path);
  g_autofree char *format = g_strdup (disk->format);

  for (guint depth = 0; path != NULL && depth < DEEPEST; depth++)
    {
      const Image *image = find_image (search, path, format);
      HangarVirtImageUse *use = copy_use (disk);

      g_free (use->path);
      g_free (use->format);
      use->path = g_strdup (path);
      use->real = find_real (search, path);
      use->format = g_strdup (choose_format (image, format, depth));
      use->depth = depth;
      use->incomplete = image == NULL && g_strcmp0 (format, "raw") != 0;
      if (image != NULL)
        {
          use->capacity = image->capacity;
          use->allocation = image->allocation;
          use->in_pool = image->in_pool;
        }
      g_ptr_array_add (search->uses, use);

      g_free (path);
      g_free (format);
      path = image != NULL ? g_strdup (image->backing) : NULL;
      format = image != NULL ? g_strdup (image->backing_format) : NULL;
    }
}

static char *
read_source (Search *search, HangarXml *xml, guint index)
{
  static const char *const attributes[] = { "file", "dev" };
  g_autofree char *pool_path = g_strdup_printf ("/domain/devices/disk[%u]/source/@pool", index);
  g_autofree char *volume_path = g_strdup_printf ("/domain/devices/disk[%u]/source/@volume", index);
  g_autofree char *pool = hangar_xml_get (xml, pool_path);
  g_autofree char *volume = hangar_xml_get (xml, volume_path);

  for (gsize i = 0; i < G_N_ELEMENTS (attributes); i++)
    {
      g_autofree char *path = g_strdup_printf ("/domain/devices/disk[%u]/source/@%s", index, attributes[i]);
      char *source = hangar_xml_get (xml, path);

      if (source != NULL)
        return source;
    }
  return pool != NULL && volume != NULL ? hangar_virt_volume_path (search->connection, pool, volume) : NULL;
}

static char *
read_attribute (HangarXml *xml, guint index, const char *path)
{
  g_autofree char *full = g_strdup_printf ("/domain/devices/disk[%u]/%s", index, path);

  return hangar_xml_get (xml, full);
}

static gboolean
has_element (HangarXml *xml, guint index, const char *name)
{
  g_autofree char *full = g_strdup_printf ("/domain/devices/disk[%u]/%s", index, name);

  return hangar_xml_count (xml, full) > 0;
}

static void
add_disk (Search *search, virDomainPtr domain, HangarXml *xml, guint index)
{
  g_autoptr (HangarVirtImageUse) disk = g_new0 (HangarVirtImageUse, 1);

  disk->path = read_source (search, xml, index);
  if (disk->path == NULL)
    return;
  virDomainGetUUIDString (domain, disk->uuid);
  disk->name = g_utf8_make_valid (virDomainGetName (domain), -1);
  disk->device = read_attribute (xml, index, "@device");
  disk->target = read_attribute (xml, index, "target/@dev");
  disk->format = read_attribute (xml, index, "driver/@type");
  disk->read_only = has_element (xml, index, "readonly");
  disk->shareable = has_element (xml, index, "shareable");
  disk->active = virDomainIsActive (domain) == 1;
  add_chain (search, disk);
}

/* The stored definition and, when it runs, the running one: a snapshot or a changed medium makes them differ.
 */
static void
add_domain (Search *search, virDomainPtr domain, unsigned int flags)
{
  char *text = virDomainGetXMLDesc (domain, flags);
  g_autoptr (HangarXml) xml = hangar_xml_new (text, NULL);
  guint n = xml != NULL ? hangar_xml_count (xml, "/domain/devices/disk") : 0;

  /* What is not known might use anything; what is gone uses nothing. */
  if (xml == NULL && search->error == NULL && (text != NULL || virGetLastErrorCode () != VIR_ERR_NO_DOMAIN))
    {
      if (text == NULL)
        hangar_virt_error_set (&search->error);
      else
        g_set_error (&search->error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "%s", virDomainGetName (domain));
    }
  free (text);
  for (guint i = 1; i <= n; i++)
    add_disk (search, domain, xml, i);
}

/**
 * hangar_virt_image_uses:
 * @connection: an open connection
 * @local: whether the host's files are this computer's, so that images in no pool can be looked into
 * @cancellable: (nullable): ends it early
 * @error: return location
 *
 * Finds every image of every domain of a host. An image may appear several times: once for each that uses it.
 *
 * Returns: (transfer full) (nullable) (element-type HangarVirtImageUse): the uses
 */
GPtrArray *
hangar_virt_image_uses (GVirConnection *connection, gboolean local, GCancellable *cancellable, GError **error)
{
  g_auto (virConnectPtr) handle = hangar_virt_handle (connection);
  g_autoptr (GHashTable) images = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, image_free);
  g_autoptr (GHashTable) looked = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Search search = { connection, local, cancellable, images, looked, NULL, NULL };
  virDomainPtr *domains = NULL;
  int n = virConnectListAllDomains (handle, &domains, 0);

  if (n < 0)
    {
      hangar_virt_error_set (error);
      return NULL;
    }

  search.uses = g_ptr_array_new_with_free_func ((GDestroyNotify) hangar_virt_image_use_free);
  for (int i = 0; i < n; i++)
    {
      if (virDomainIsPersistent (domains[i]) == 1)
        add_domain (&search, domains[i], VIR_DOMAIN_XML_INACTIVE);
      if (virDomainIsActive (domains[i]) == 1)
        add_domain (&search, domains[i], 0);
      virDomainFree (domains[i]);
    }
  free (domains);
  if (search.error == NULL && !g_cancellable_set_error_if_cancelled (cancellable, error))
    return search.uses;

  if (search.error != NULL)
    g_propagate_error (error, search.error);
  g_ptr_array_unref (search.uses);
  return NULL;
}
