using System.Runtime.InteropServices;

namespace HotWeave.Ghost.Bodies;

/// <summary>
/// The bodies that methods are to have, by module and token, in memory that nobody collects: any thread that compiles a method looks here,
/// at any time until the process ends. Filled by one thread, then published; after that a body may only be given up.
/// </summary>
internal sealed unsafe class BodyTable
{
    // The newest; published with a release once it is filled. Older ones follow it and stay.
    private static BodyTable? s_newest;

    private readonly Entry* _entries;
    private readonly int _mask;
    private readonly BodyTable? _older = Volatile.Read(ref s_newest);

    public BodyTable(int count)
    {
        var capacity = 8;
        while (capacity < count * 2)
            capacity *= 2;
        _mask = capacity - 1;
        _entries = (Entry*)NativeMemory.AllocZeroed((nuint)capacity, (nuint)sizeof(Entry));
    }

    /// <summary>Adds a body; before the table is published.</summary>
    public void Add(nint module, int method, NewBody body)
    {
        var at = Hash(module, method) & _mask;
        while (_entries[at].New.Bytes is not null)
            at = (at + 1) & _mask;
        _entries[at] = new Entry { Module = module, Method = method, New = body };
    }

    /// <summary>Lets all threads see it.</summary>
    public void Publish() => Volatile.Write(ref s_newest, this);

    /// <summary>Gives the newest body of a method up: it keeps its own from now on.</summary>
    public static void GiveUp(nint module, int method)
    {
        var entry = Find(module, method);
        if (entry is not null)
            Volatile.Write(ref entry->IsGivenUp, 1);
    }

    /// <summary>The body that a method is to have; false where it keeps its own.</summary>
    public static bool TryFind(nint module, int method, out NewBody body)
    {
        var entry = Find(module, method);
        var isNew = entry is not null && Volatile.Read(ref entry->IsGivenUp) == 0;
        body = isNew ? entry->New : default;
        return isNew;
    }

    private static Entry* Find(nint module, int method)
    {
        for (var table = Volatile.Read(ref s_newest); table is not null; table = table._older)
        {
            for (var at = Hash(module, method) & table._mask; table._entries[at].New.Bytes is not null; at = (at + 1) & table._mask)
            {
                if (table._entries[at].Module == module && table._entries[at].Method == method)
                    return &table._entries[at];
            }
        }

        return null;
    }

    private static int Hash(nint module, int method) => (int)((((ulong)module >> 4) ^ ((ulong)(uint)method * 0x9E3779B97F4A7C15)) >> 8) & int.MaxValue;

    private struct Entry
    {
        public nint Module;
        public int Method;
        public int IsGivenUp;
        public NewBody New;
    }
}

/// <summary>A body with a stub.</summary>
/// <param name="bytes">Where it is.</param>
/// <param name="length">How many bytes it takes.</param>
/// <param name="shift">How many bytes of instructions come before those that the method was loaded with.</param>
/// <param name="codeLength">How many bytes these take.</param>
internal readonly unsafe struct NewBody(byte* bytes, int length, int shift, int codeLength)
{
    public readonly byte* Bytes = bytes;
    public readonly int Length = length;
    public readonly int Shift = shift;
    public readonly int CodeLength = codeLength;
}
