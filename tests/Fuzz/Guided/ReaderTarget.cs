using HotWeave.Fuzz.Seeds;

namespace HotWeave.Fuzz.Guided;

/// <summary>A reader of bytes that come from elsewhere.</summary>
/// <param name="Name">Its name; its corpus is a folder of that name.</param>
/// <param name="MakeSeeds">Whole inputs.</param>
/// <param name="Read">Reads one.</param>
/// <param name="IsRefusal">Whether an exception is how it says that an input is none. Any other is a finding.</param>
internal sealed record ReaderTarget(string Name, Func<SeedFolder, IEnumerable<byte[]>> MakeSeeds, Action<byte[]> Read, Func<Exception, bool> IsRefusal)
{
    /// <summary>Reads an input; null where it was read or refused, else what it should not have thrown.</summary>
    public Exception? FindFault(byte[] input)
    {
        try
        {
            Read(input);
            return null;
        }
        catch (Exception e) when (IsRefusal(e))
        {
            return null;
        }
        catch (Exception e)
        {
            // What this program looks for.
            return e;
        }
    }
}
