using HotWeave.Weaver.Diagnostics;
using HotWeave.Weaver.Model;
using HotWeave.Weaver.Model.Raw;
using HotWeave.Weaver.Model.Raw.Rows;
using HotWeave.Weaver.Reading;
using Mono.Cecil;

namespace HotWeave.Weaver.Normalising.Untouched;

/// <summary>
/// Finds the types of an assembly that are the same in both builds, in the rows of the files: a release changes few types, and only those
/// need objects, keys and rules. What it does
/// not call untouched may be the same for all that; the rules say.
/// </summary>
internal sealed class UntouchedTypeSearch
{
    private readonly AssemblyPair _pair;
    private readonly RawSide _now;
    private readonly RawSide _then;
    private readonly int[] _partners;
    private readonly bool[] _isDoubtful;
    private readonly HotWeaveMarks _marks;

    private UntouchedTypeSearch(AssemblyPair pair, RawSide now, RawSide then)
    {
        (_pair, _now, _then) = (pair, now, then);
        _partners = Partners();
        _isDoubtful = new bool[_partners.Length];
        _marks = new HotWeaveMarks(now);
    }

    /// <summary>
    /// Compares the files of both builds; finds none where one is not read by its rows, or where compilers name code across types.
    /// </summary>
    /// <exception cref="WeaverDefectException">Both files are whole, and not understood.</exception>
    public static UntouchedTypes Find(AssemblyPair pair)
    {
        if (pair.Earlier.Count > 0 || pair.Raw.Find(pair.New) is not { } @new || pair.Raw.Find(pair.Old) is not { } old)
            return UntouchedTypes.None(pair);
        try
        {
            var (now, then) = (new RawSide(@new), new RawSide(old));
            return now.Rows.AreOrdered && then.Rows.AreOrdered && !pair.New.Types.Any(StartupCode.Is) ? new UntouchedTypeSearch(pair, now, then).Run() : UntouchedTypes.None(pair);
        }
        catch (Exception e) when (DamageSign.Is(e))
        {
            // A row leads nowhere: whoever reads the types is the judge.
            return DamagedInput.SurvivesRoundTrip(@new.Image.Bytes) && DamagedInput.SurvivesRoundTrip(old.Image.Bytes)
                ? throw new WeaverDefectException($"The types of {pair.Name} could not be compared by their rows: {e.Message}", e)
                : UntouchedTypes.None(pair);
        }
    }

    private UntouchedTypes Run()
    {
        var (oldOfNew, newOfOld) = (new int[_partners.Length], new int[_then.Rows.Types + 1]);
        // The compiler numbers anonymous types, so that one of the same name may be another.
        var rows = Rows();
        foreach (var type in Outermost(GeneratedCode.IsAnonymous))
        {
            if (AreSame(type, rows))
                Add(type);
            else
                _isDoubtful[type] = true;
        }

        // What was said about a type that turned out to be another is forgotten.
        rows = Rows();
        foreach (var type in Outermost(static t => !GeneratedCode.IsAnonymous(t)))
        {
            if (AreSame(type, rows))
                Add(type);
        }

        return new UntouchedTypes(_pair.New, _pair.Old, oldOfNew, newOfOld);

        void Add(int type)
        {
            oldOfNew[type] = _partners[type];
            newOfOld[_partners[type]] = type;
            foreach (var nested in _now.Rows.NestedIn(type))
                Add(nested);
        }
    }

    private RowComparer Rows() => new(_now, _then, new RowTokens(_now, _then, type => _isDoubtful[type] ? 0 : _partners[type]));

    private bool AreSame(int now, RowComparer rows)
    {
        var then = _partners[now];
        if (then == 0 || _marks.AreOn(now) || !rows.AreSame(now, then))
            return false;
        var nested = _now.Rows.NestedIn(now);
        return nested.Count == _then.Rows.NestedIn(then).Count && nested.All(n => AreSame(n, rows));
    }

    private IEnumerable<int> Outermost(Func<TypeDefinition, bool> isMeant) => _pair.New.Types.Where(isMeant).Select(static t => (int)t.MetadataToken.RID);

    // By the names in memory: some types have others there, so that they are, or are not, one with a deployed type.
    private int[] Partners()
    {
        var named = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var type in _pair.Old.GetTypes())
            named[type.FullName] = (int)type.MetadataToken.RID;
        var partners = new int[_now.Rows.Types + 1];
        foreach (var type in _pair.New.GetTypes())
        {
            if (named.TryGetValue(type.FullName, out var other) && IsOneKind(_now, (int)type.MetadataToken.RID, _then, other))
                partners[type.MetadataToken.RID] = other;
        }

        return partners;
    }

    private static bool IsOneKind(RawSide now, int type, RawSide then, int other) =>
        now.Rows.FindChildren(MetadataTables.GenericParam, RawRows.Token(MetadataTables.TypeDef, type)).Count == then.Rows.FindChildren(MetadataTables.GenericParam, RawRows.Token(MetadataTables.TypeDef, other)).Count
        && IsValueType(now, type) == IsValueType(then, other);

    private static bool IsValueType(RawSide side, int type)
    {
        var extends = new TypeDefRow(side.Tables, type).Extends;
        return extends.Table == MetadataTables.TypeRef && !extends.IsNone
            && new TypeRefRow(side.Tables, extends.Row).Name.ToString() is "ValueType" or "Enum";
    }
}
