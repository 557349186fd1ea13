using System.Text;

namespace HotWeave.Trust.Signing;

/// <summary>
/// Reads the keys that the configuration names: PEM as it is, files, and folders with files in them (<c>*.pem</c>, <c>*.crt</c>), where
/// statements about keys (<c>*.keys</c>) change them, in the order of their numbers.
/// </summary>
/// <param name="folder">What relative paths are relative to.</param>
/// <param name="read">Reads a file of at most so many bytes.</param>
/// <param name="check">Looks at a folder before what is in it is believed.</param>
internal sealed class TrustedKeyFiles(string folder, Func<string, int, byte[]> read, Action<string> check)
{
    private const int MostFiles = 200;

    /// <exception cref="FormatException">What is there cannot be used; the message says why.</exception>
    internal KeySet Read(IReadOnlyList<string> places, long threshold, string application, DateTimeOffset now)
    {
        var keys = new List<TrustedKey>();
        var statements = new List<(string Path, DsseEnvelope Envelope)>();
        foreach (var place in places.SelectMany(Split))
        {
            if (IsText(place))
                keys.AddRange(KeyFile.Read(place, "configured"));
            else
                ReadPlace(Path.GetFullPath(place, folder), keys, statements);
        }

        keys = [.. keys.DistinctBy(static k => k.Id)];
        if (keys.Count is 0 or > KeyStatement.MostKeys)
            throw new FormatException(keys.Count == 0 ? "no key is trusted" : $"more than {KeyStatement.MostKeys} keys are trusted");
        if (threshold < 1 || threshold > keys.Count)
            throw new FormatException($"the threshold is {threshold} of {keys.Count} keys");
        return Follow(new KeySet(keys, (int)threshold), statements, application, now);
    }

    private static string[] Split(string places) =>
        IsText(places) ? [places] : places.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static bool IsText(string place) => place.Contains("-----BEGIN ", StringComparison.Ordinal);

    private void ReadPlace(string place, List<TrustedKey> keys, List<(string, DsseEnvelope)> statements)
    {
        foreach (var path in Directory.Exists(place) ? FindFiles(place) : [place])
        {
            try
            {
                var bytes = read(path, KeyFile.LongestText);
                if (path.EndsWith(".keys", StringComparison.Ordinal))
                    statements.Add((path, DsseEnvelope.Parse(bytes)));
                else
                    keys.AddRange(KeyFile.Read(Encoding.UTF8.GetString(bytes), KeyFile.FindName(path)));
            }
            catch (FormatException e)
            {
                throw new FormatException($"{path}: {e.Message}", e);
            }
        }
    }

    private List<string> FindFiles(string place)
    {
        check(place);
        var files = Directory.EnumerateFiles(place).Take(MostFiles + 1)
            .Where(static f => Path.GetExtension(f) is ".pem" or ".crt" or ".cer" or ".keys").Order(StringComparer.Ordinal).ToList();
        return files.Count <= MostFiles ? files : throw new FormatException($"{place} has more than {MostFiles} files");
    }

    private static KeySet Follow(KeySet keys, List<(string Path, DsseEnvelope Envelope)> statements, string application, DateTimeOffset now)
    {
        foreach (var (path, envelope) in statements.OrderBy(static s => FindNumber(s.Envelope)))
        {
            try
            {
                keys = keys.Follow(envelope, application, now);
            }
            catch (FormatException e)
            {
                throw new FormatException($"{path}: {e.Message}", e);
            }
        }

        return keys;
    }

    // The order in which they are looked at; whether it is right is looked at then.
    private static long FindNumber(DsseEnvelope envelope)
    {
        try
        {
            return KeyStatement.Read(envelope).Number;
        }
        catch (FormatException)
        {
            return long.MaxValue;
        }
    }
}
