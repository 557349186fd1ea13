namespace HotWeave.Ghost.Plans;

/// <summary>What to do to a module: names and blobs stay where they lie in the plan. The weaver's GhostPlan says what each thing is.</summary>
internal sealed unsafe class ModulePlan
{
    private ModulePlan(Guid mvid, int coreScope, PlanBlob mark, char* slots, TypePlan[] types)
    {
        Mvid = mvid;
        CoreScope = coreScope;
        Mark = mark;
        Slots = slots;
        Types = types;
    }

    public Guid Mvid { get; }

    public int CoreScope { get; }

    public PlanBlob Mark { get; }

    public char* Slots { get; }

    public TypePlan[] Types { get; }

    /// <summary>Reads a plan.</summary>
    public static ModulePlan Read(ref PlanCursor cursor)
    {
        var mvid = cursor.ReadGuid();
        var scope = cursor.ReadNumber();
        var mark = cursor.ReadBlob();
        var slots = cursor.ReadName();
        var types = new TypePlan[cursor.ReadCount(12)];
        for (var i = 0; i < types.Length; i++)
            types[i] = TypePlan.Read(ref cursor);
        return new ModulePlan(mvid, scope, mark, slots, types);
    }
}

/// <summary>A type with exports.</summary>
internal sealed unsafe class TypePlan
{
    private TypePlan(char* dispatchClass, char* slot, ExportPlan[] exports)
    {
        DispatchClass = dispatchClass;
        Slot = slot;
        Exports = exports;
    }

    public char* DispatchClass { get; }

    public char* Slot { get; }

    public ExportPlan[] Exports { get; }

    /// <summary>Reads it.</summary>
    public static TypePlan Read(ref PlanCursor cursor)
    {
        var name = cursor.ReadName();
        var slot = cursor.ReadName();
        var exports = new ExportPlan[cursor.ReadCount(28)];
        for (var i = 0; i < exports.Length; i++)
            exports[i] = ExportPlan.Read(ref cursor);
        return new TypePlan(name, slot, exports);
    }
}

/// <summary>A method that gets a stub.</summary>
internal sealed unsafe class ExportPlan
{
    private const int Constructor = 1;
    private const int Tail = 2;

    private int _flags;

    public int Method { get; private set; }

    public bool IsConstructor => (_flags & Constructor) != 0;

    public bool TailCall => (_flags & Tail) != 0;

    public int Arguments { get; private set; }

    public char* DispatchMethod { get; private set; }

    public PlanBlob Signature { get; private set; }

    public PlanBlob Instantiation { get; private set; }

    public ParameterPlan[] Parameters { get; private set; } = [];

    /// <summary>Reads it.</summary>
    public static ExportPlan Read(ref PlanCursor cursor)
    {
        var export = new ExportPlan
        {
            Method = cursor.ReadNumber(),
            _flags = cursor.ReadNumber(),
            Arguments = cursor.ReadNumber(),
            DispatchMethod = cursor.ReadName(),
            Signature = cursor.ReadBlob(),
            Instantiation = cursor.ReadBlob(),
        };
        var parameters = new ParameterPlan[cursor.ReadCount(12)];
        for (var i = 0; i < parameters.Length; i++)
            parameters[i] = ParameterPlan.Read(ref cursor);
        export.Parameters = parameters;
        return export;
    }
}

/// <summary>A generic parameter.</summary>
internal sealed unsafe class ParameterPlan
{
    private ParameterPlan(int flags, char* name, (int Token, PlanBlob Signature)[] constraints)
    {
        Flags = flags;
        Name = name;
        Constraints = constraints;
    }

    public int Flags { get; }

    public char* Name { get; }

    public (int Token, PlanBlob Signature)[] Constraints { get; }

    /// <summary>Reads it.</summary>
    public static ParameterPlan Read(ref PlanCursor cursor)
    {
        var flags = cursor.ReadNumber();
        var name = cursor.ReadName();
        var constraints = new (int Token, PlanBlob Signature)[cursor.ReadCount(8)];
        for (var i = 0; i < constraints.Length; i++)
            constraints[i] = (cursor.ReadNumber(), cursor.ReadBlob());
        return new ParameterPlan(flags, name, constraints);
    }
}
