using HotWeave.Dashboard.Diagnostics;
using HotWeave.Dashboard.Markup;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace HotWeave.Dashboard.Serving;

/// <summary>
/// Reads a form, and the file that it brings, into memory: never more than a patch may have, and no file before the form's code is known to be right.
/// </summary>
internal static class UploadReader
{
    private const int LongestField = 4096;
    private const int MostFields = 64;
    // What a form has beside the file.
    private const int Overhead = 256 * 1024;

    /// <summary>Reads it.</summary>
    /// <param name="context">The request.</param>
    /// <param name="settings">How large a file may be.</param>
    /// <param name="findForgery">What is wrong with the form's code; null where it is right.</param>
    /// <exception cref="UploadException">It was refused.</exception>
    public static async Task<UploadedForm> ReadAsync(HttpContext context, DashboardSettings settings, Func<string?, string?> findForgery)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } size)
            size.MaxRequestBodySize = settings.MostPatchBytes + Overhead;
        try
        {
            return MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type)
                && type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase)
                ? await ReadPartsAsync(context, HeaderUtilities.RemoveQuotes(type.Boundary).ToString(), settings, findForgery).ConfigureAwait(false)
                : await ReadFieldsAsync(context, findForgery).ConfigureAwait(false);
        }
        catch (Exception e) when (e is BadHttpRequestException or IOException or InvalidDataException)
        {
            throw Refuse(settings, "it did not come whole, or is too large (" + e.Message.TrimEnd('.') + ")");
        }
    }

    private static async Task<UploadedForm> ReadFieldsAsync(HttpContext context, Func<string?, string?> findForgery)
    {
        if (!context.Request.HasFormContentType)
            throw new UploadException(StatusCodes.Status415UnsupportedMediaType, DashboardDiagnostics.Senseless.Say("the request is no form"));
        var options = new FormOptions
        {
            BufferBody = false,
            ValueCountLimit = MostFields,
            ValueLengthLimit = LongestField,
            BufferBodyLengthLimit = MostFields * LongestField,
        };
        var form = await new FormFeature(context.Request, options).ReadFormAsync(context.RequestAborted).ConfigureAwait(false);
        var fields = form.ToDictionary(static f => f.Key, static f => f.Value.ToString(), StringComparer.Ordinal);
        CheckToken(fields, findForgery);
        return new UploadedForm(fields, null, "");
    }

    private static async Task<UploadedForm> ReadPartsAsync(HttpContext context, string boundary, DashboardSettings settings, Func<string?, string?> findForgery)
    {
        if (boundary.Length is 0 or > 200)
            throw Refuse(settings, "the form has no boundary between its parts");
        var reader = new MultipartReader(boundary, context.Request.Body);
        var fields = new Dictionary<string, string>(StringComparer.Ordinal);
        byte[]? file = null;
        var fileName = "";
        while (await reader.ReadNextSectionAsync(context.RequestAborted).ConfigureAwait(false) is { } section)
        {
            if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition) || fields.Count >= MostFields)
                throw Refuse(settings, "the form has parts that it should not have");
            if (disposition.IsFileDisposition())
            {
                CheckToken(fields, findForgery);
                file = await ReadAsync(section.Body, settings.MostPatchBytes, settings, context.RequestAborted).ConfigureAwait(false);
                fileName = HeaderUtilities.RemoveQuotes(disposition.FileName).ToString();
            }
            else
            {
                var value = await ReadAsync(section.Body, LongestField, settings, context.RequestAborted).ConfigureAwait(false);
                fields[HeaderUtilities.RemoveQuotes(disposition.Name).ToString()] = System.Text.Encoding.UTF8.GetString(value);
            }
        }

        CheckToken(fields, findForgery);
        return file is { Length: > 0 }
            ? new UploadedForm(fields, file, Path.GetFileName(fileName))
            : throw Refuse(settings, "no file was chosen, or it is empty");
    }

    private static void CheckToken(Dictionary<string, string> fields, Func<string?, string?> findForgery)
    {
        if (findForgery(fields.GetValueOrDefault(FormTokens.Field)) is { } problem)
            throw new UploadException(StatusCodes.Status400BadRequest, DashboardDiagnostics.Forged.Say(problem));
    }

    private static async Task<byte[]> ReadAsync(Stream part, long most, DashboardSettings settings, CancellationToken cancellationToken)
    {
        using var whole = new MemoryStream();
        var block = new byte[81_920];
        while (await part.ReadAsync(block, cancellationToken).ConfigureAwait(false) is > 0 and var read)
        {
            if (whole.Length + read > most)
                throw Refuse(settings, "it is too large");
            whole.Write(block, 0, read);
        }

        return whole.ToArray();
    }

    private static UploadException Refuse(DashboardSettings settings, string why) =>
        new(StatusCodes.Status413PayloadTooLarge, DashboardDiagnostics.UploadRefused.Say(why, Words.Count(settings.MostPatchBytes / 1024, "kB", "kB")));
}

/// <summary>What a form brought.</summary>
/// <param name="Fields">Its fields.</param>
/// <param name="File">The file; null where it has none.</param>
/// <param name="FileName">What the file is called.</param>
internal sealed record UploadedForm(IReadOnlyDictionary<string, string> Fields, byte[]? File, string FileName);

/// <summary>A form was refused, in words for people, code first.</summary>
internal sealed class UploadException(int status, string message) : Exception(message)
{
    /// <summary>The status of the answer.</summary>
    public int Status => status;
}
